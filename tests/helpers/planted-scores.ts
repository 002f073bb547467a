/** A head made of scores that are known: its weights are their softmax. */
import type { Patterns } from "#math/pattern-rows.ts";
import { seededRandom, type Random } from "#math/random.ts";
import type { TokenTraits } from "../../src/reasons/relations.ts";

export interface PlantedPair {
  /** Places in the sequence. */
  readonly query: number;
  readonly key: number;
  /** Of the first token of the sequence. */
  readonly start: number;
  readonly sequence: number;
}

export function plantedHead(
  starts: readonly number[],
  isCausal: boolean,
  score: (pair: PlantedPair) => number,
): Patterns {
  const weights: number[] = [];
  starts.slice(0, -1).forEach((start, sequence) => {
    const length = (starts[sequence + 1] ?? start) - start;
    for (let query = 0; query < length; query++) {
      const scores = Array.from({ length: isCausal ? query + 1 : length }, (_, key) =>
        score({ query, key, start, sequence }),
      );
      const sum = scores.reduce((all, one) => all + Math.exp(one), 0);
      for (let key = 0; key < length; key++)
        weights.push(key < scores.length ? Math.exp(scores[key] ?? 0) / sum : 0);
    }
  });
  return { starts: Uint32Array.from(starts), weights: Float32Array.from(weights), isCausal };
}

/** Sequences of 12 to 20 tokens of a small vocabulary, in which tokens come again. */
export function plantedText(
  nSequences: number,
  seed: number,
): { readonly starts: number[]; readonly ids: Uint32Array; readonly traits: TokenTraits } {
  const random = seededRandom(seed);
  const starts = [0];
  for (let s = 0; s < nSequences; s++) starts.push((starts[s] ?? 0) + 12 + Math.floor(random() * 9));
  const draw = (n: number): Uint32Array =>
    Uint32Array.from({ length: starts.at(-1) }, () => Math.floor(random() * n));
  const [ids, kinds] = [draw(14), draw(4)];
  return {
    starts,
    ids,
    traits: {
      queryTokens: ids,
      keyTokens: ids,
      grid: null,
      objects: null,
      labels: [{ name: "kind", ofQueries: kinds, ofKeys: kinds }],
    },
  };
}

/** Box and Muller's transform of two even numbers. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
