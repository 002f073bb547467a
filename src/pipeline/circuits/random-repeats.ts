/** Runs a model on random tokens that are repeated: what a head does there, it does not by what the tokens mean. */
import { formatHead } from "#atlas/head/head-id.ts";
import { seededRandom, seedFrom } from "#math/random.ts";
import { measureRepeats, repeatsByChance, type RepeatLayout } from "#measures/repeats/repeat-measures.ts";
import type { Scores } from "#measures/scores.ts";
import type { WeightScores } from "#measures/scores.ts";
import type { CapturedHead } from "../capture/capture-writer.ts";
import type { EncodedSequence } from "../inputs/encoded-dataset.ts";
import { makeFeeds } from "../inputs/feeds/make-feeds.ts";
import type { OpenedTokenizer } from "../inputs/text/open-tokenizer.ts";
import { fixedLength } from "../onnx/feeds/feed-shapes.ts";
import type { AttentionModel } from "../onnx/open-model.ts";

/** As Olsson and others (2022): 25 random tokens and their repetition, four times with other tokens. */
const [N_SEQUENCES, PERIOD] = [4, 25];
const LEAST_PERIOD = 5;

export interface RepeatInput {
  readonly model: AttentionModel;
  readonly heads: readonly Pick<CapturedHead, "id" | "isCausal">[];
  readonly tokenizer: OpenedTokenizer;
}

export interface Repeats {
  readonly layout: RepeatLayout;
  readonly sequences: readonly EncodedSequence[];
}

/** Numbers by name of the head, or why the model cannot read such a text. */
export async function runRepeats(input: RepeatInput): Promise<ReadonlyMap<string, WeightScores> | string> {
  const { model, heads, tokenizer } = input;
  const vocabulary = model.inputs.find(({ role }) => role === "input_ids")?.vocabulary;
  const most = Math.min(tokenizer.maxLength, fixedLength(model.inputs) ?? Infinity);
  const repeats = makeRepeats(tokenizer, { vocabulary, most });
  if (typeof repeats === "string") return repeats;
  const { layout, sequences } = repeats;
  const { feeds, batch } = await makeFeeds(model.inputs, new Map([["", sequences]]), model.path);
  const numbers = new Map<string, WeightScores>();
  const causal = new Map(heads.map(({ id, isCausal }) => [formatHead(id), isCausal]));
  const length = sequences[0]?.ids.length ?? 0;
  for (const { block, nHeads, weights } of await model.run(feeds, batch)) {
    const [, , nQueries = 0, nKeys = 0] = weights.dims;
    if (nQueries < length || nKeys < length) continue;
    for (let head = 0; head < nHeads; head++) {
      const { tower, layer } = block;
      const name = formatHead({ ...(tower === undefined ? {} : { tower }), layer, head });
      const weightOf = (sequence: number, query: number, key: number): number =>
        weights.data[((sequence * nHeads + head) * nQueries + query) * nKeys + key]!;
      numbers.set(name, {
        head: rounded(measureRepeats(sequences.length, layout, weightOf)),
        chance: rounded(repeatsByChance(layout, length, causal.get(name) ?? false)),
      });
    }
  }
  return numbers;
}

/** As published. */
function rounded(scores: Scores): Scores {
  return Object.fromEntries(
    Object.entries(scores).map(([id, score]) => [id, score === null ? null : Number(score.toFixed(4))]),
  );
}

/**
 * @param vocabulary Ids that the model knows; Infinity if that is not said.
 * @param most Tokens that a sequence may have.
 */
export function makeRepeats(
  { tokenizer, frame }: Pick<OpenedTokenizer, "tokenizer" | "frame">,
  { vocabulary = Infinity, most }: { readonly vocabulary?: number | undefined; readonly most: number },
): Repeats | string {
  const around = tokenizer.encode("").ids;
  const period = Math.min(PERIOD, Math.floor((most - around.length) / 2));
  const ids = plainIds({ tokenizer, frame }, Math.min(vocabulary, MOST_TRIED));
  if (period < LEAST_PERIOD) return "the model reads too few tokens at once";
  if (ids.length < period) return "the vocabulary has too few tokens";
  const random = seededRandom(seedFrom("repeats"));
  const { nBefore } = frame;
  const sequences = Array.from({ length: N_SEQUENCES }, () => {
    const chosen = new Set<number>();
    while (chosen.size < period) chosen.add(ids[Math.floor(random() * ids.length)]!);
    return sequenceOf([...around.slice(0, nBefore), ...chosen, ...chosen, ...around.slice(nBefore)]);
  });
  return { layout: { nBefore, period }, sequences };
}

/** Ids beyond are not asked for. */
const MOST_TRIED = 2 ** 20;

/** Ids that stand for a text. */
function plainIds({ tokenizer, frame }: Pick<OpenedTokenizer, "tokenizer" | "frame">, end: number): number[] {
  const ids: number[] = [];
  for (let id = 0; id < end; id++) {
    const isPlain = !frame.specialIds.has(id) && !frame.insideIds.has(id);
    if (isPlain && tokenizer.id_to_token(id) !== undefined) ids.push(id);
  }
  return ids;
}

function sequenceOf(ids: readonly number[]): EncodedSequence {
  return {
    ids,
    typeIds: ids.map(() => 0),
    tokens: ids.map(String),
    isSpecial: ids.map(() => false),
    labels: new Map(),
    tokenLabels: new Map(),
  };
}
