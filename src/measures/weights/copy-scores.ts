/** How often a head that looks at a token makes the model say it, or not say it. */
import type { Scores } from "../scores.ts";

/** Places from the top and from the bottom that count. */
const N_BEST = 5;

/**
 * @param logits [tokens, vocabulary]: what the head's result for each token alone adds to every token's number.
 * @param ids The tokens.
 */
export function copyScores(logits: Float32Array, ids: ArrayLike<number>): Scores {
  const nTokens = ids.length;
  const nWords = logits.length / nTokens;
  const means = new Float64Array(nWords);
  for (let i = 0; i < logits.length; i++) means[i % nWords]! += logits[i]! / nTokens;
  const plain = sharesOf(logits, ids, new Float64Array(nWords));
  const centred = sharesOf(logits, ids, means);
  return {
    "copy-score": plain.best,
    "copy-score.first": plain.first,
    "copy-score.centred": centred.best,
    "copy-score.centred-first": centred.first,
    suppression: plain.last,
    "suppression.centred": centred.last,
  };
}

/** What a head would have whose result is as good for one token as for any other. */
export function copyChance(nWords: number): Scores {
  const [few, one] = [Math.min(1, N_BEST / nWords), 1 / nWords];
  return {
    "copy-score": few,
    "copy-score.first": one,
    "copy-score.centred": few,
    "copy-score.centred-first": one,
    suppression: few,
    "suppression.centred": few,
  };
}

interface Shares {
  readonly first: number;
  readonly best: number;
  readonly last: number;
}

function sharesOf(logits: Float32Array, ids: ArrayLike<number>, means: Float64Array): Shares {
  const nWords = means.length;
  let [first, best, last] = [0, 0, 0];
  for (let t = 0; t < ids.length; t++) {
    const from = t * nWords;
    const own = logits[from + ids[t]!]! - means[ids[t]!]!;
    let [above, below] = [0, 0];
    for (let word = 0; word < nWords; word++) {
      const other = logits[from + word]! - means[word]!;
      if (other > own) above += 1;
      else if (other < own) below += 1;
    }
    // Where all are alike, none is ahead, and none is behind.
    const isAlone = above + below > 0;
    if (isAlone && above === 0) first += 1;
    if (isAlone && above < N_BEST) best += 1;
    if (isAlone && below < N_BEST) last += 1;
  }
  return { first: first / ids.length, best: best / ids.length, last: last / ids.length };
}
