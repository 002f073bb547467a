/** What is reported of a model beside its capture: numbers of its weights, and of a run on repeated tokens. */
import { formatHead } from "#atlas/head/head-id.ts";
import { REPEAT_ROWS } from "#measures/repeats/repeat-measures.ts";
import type { WeightScores } from "#measures/scores.ts";
import type { CapturedHead } from "../capture/capture-writer.ts";
import type { ReportedNumbers } from "../capture/capture.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import type { Tell } from "../guard/step-board.ts";
import { makeFeeds } from "../inputs/feeds/make-feeds.ts";
import { batchOf, type Streams } from "../inputs/model-input.ts";
import { openTokenizer } from "../inputs/text/open-tokenizer.ts";
import type { AttentionBlock, AttentionModel } from "../onnx/open-model.ts";
import { modelNumbers, withoutModel } from "./model-numbers.ts";
import { runRepeats } from "./random-repeats.ts";

export interface ReportInput {
  readonly model: AttentionModel;
  readonly streams: Streams;
  readonly resolved: Pick<ResolvedModel, "folder" | "tokenizerFolder">;
  /** Of all heads of the model. */
  readonly report: { readonly heads: readonly Pick<CapturedHead, "id" | "isCausal">[] };
  readonly tell: Tell;
}

export async function reportNumbers(input: ReportInput): Promise<ReportedNumbers> {
  const { model, report } = input;
  const tell = (doing: string): void => input.tell({ of: "model", where: model.path, doing });
  const lengthOf = lengthsBySequence(input);
  const numbers = await modelNumbers({ model, heads: report.heads, lengthOf, tell });
  tell("running the model on repeated random tokens");
  return { ...numbers, repeats: await repeatsOf(input) };
}

/** Found by a run on the first sequence, when the first block asks. */
function lengthsBySequence({
  model,
  streams,
}: ReportInput): (block: AttentionBlock) => Promise<number | undefined> {
  let lengths: Promise<ReadonlyMap<string, number>> | undefined;
  const run = async (): Promise<ReadonlyMap<string, number>> => {
    const { feeds, batch } = await makeFeeds(model.inputs, batchOf(streams, [0]), model.path);
    const captured = await model.run(feeds, batch);
    return new Map(captured.map(({ block, weights }) => [keyOf(block), weights.dims[2] ?? 0]));
  };
  return async (block) => (await (lengths ??= run())).get(keyOf(block));
}

function keyOf({ tower, layer }: AttentionBlock): string {
  return formatHead({ ...(tower === undefined ? {} : { tower }), layer, head: 0 });
}

async function repeatsOf({
  model,
  streams,
  resolved,
  report,
}: ReportInput): Promise<ReportedNumbers["repeats"]> {
  const { heads } = report;
  const [stream] = streams.values();
  const isText = stream?.kind === "text" && stream.sequences.every(({ ids }) => ids.length > 0);
  if (!isText) return sameForAll(heads, "Random tokens are repeated in texts only.");
  if (streams.size > 1) return sameForAll(heads, "It does not apply to two sequences that belong together.");
  const tokenizer = await openTokenizer(resolved.tokenizerFolder, resolved.folder);
  const repeats = await runRepeats({ model, heads, tokenizer });
  if (typeof repeats === "string") return sameForAll(heads, `No repeated tokens: ${repeats}.`);
  return Object.fromEntries(
    heads.map(({ id }) => [
      formatHead(id),
      repeats.get(formatHead(id)) ?? notRun("Its patterns have another form there."),
    ]),
  );
}

function notRun(why: string): WeightScores {
  return { head: Object.fromEntries(REPEAT_ROWS.map((row) => [row.id, { why }])), chance: {} };
}

function sameForAll(heads: readonly Pick<CapturedHead, "id">[], why: string): ReportedNumbers["repeats"] {
  return Object.fromEntries(heads.map(({ id }) => [formatHead(id), notRun(why)]));
}

/** Of vectors that were captured elsewhere. */
export function numbersWithoutModel(heads: readonly Pick<CapturedHead, "id">[]): ReportedNumbers {
  return {
    ...withoutModel(heads, "the vectors were captured elsewhere, and the model's weights are not at hand"),
    repeats: sameForAll(heads, "The vectors were captured elsewhere: there is no model to be run."),
  };
}
