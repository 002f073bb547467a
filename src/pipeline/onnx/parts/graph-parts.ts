/** Runs a graph part by part; what one part hands to the next is carried by the caller. */
import type { OnnxModel } from "../file/onnx-graph.ts";
import type { AttentionBlock } from "../find/attention-block.ts";
import type { BlockCapture } from "../run/block-capture.ts";
import type { ReplayedBlock } from "../run/block-replay.ts";
import { replayOutputs, type BlockRun, type ReadOutput } from "../run/block-run.ts";
import { Sessions, type Feeds, type RunOutputs } from "../run/sessions.ts";
import { cutOutput, type PlannedPart } from "./plan-parts.ts";

/** What parts have computed for one batch and later parts need, by name. */
export type Carried = Feeds;

export interface PartRun<T> {
  readonly blocks: readonly T[];
  readonly carried: Carried;
}

/** A part of a model that is too large to be held whole: one layer, as a rule. */
export interface ModelPart {
  readonly blocks: readonly AttentionBlock[];
  /** Its weights stay in memory until `release`. @throws {ModelError} if onnxruntime fails. */
  run(feeds: Feeds, batch: number, carried: Carried): Promise<PartRun<BlockCapture>>;
  /** Recomputes the weights from queries and keys, too; nothing stays in memory. @throws {ModelError} as `run` does. */
  replay(feeds: Feeds, batch: number, carried: Carried): Promise<PartRun<ReplayedBlock>>;
  release(): Promise<void>;
}

export interface PartsSource {
  readonly model: OnnxModel;
  readonly threads: number;
  readonly blocks: readonly AttentionBlock[];
  readonly runs: readonly BlockRun[];
  readonly reader: (out: RunOutputs) => ReadOutput;
  /** Turns what a model's unexpected shapes lead to into an error about it. */
  readonly guarded: <T>(block: AttentionBlock, read: () => T) => T;
}

export function openParts(source: PartsSource, planned: readonly PlannedPart[]): ModelPart[] {
  const { model, threads, reader, guarded } = source;
  return planned.map(({ places, cuts, makes, keeps }): ModelPart => {
    const blocks = places.map((place) => source.blocks[place]!);
    const runs = places.map((place) => source.runs[place]!);
    const sessions = new Sessions(model, threads, cuts);
    const made = makes.map((tensor) => ({ tensor, output: cutOutput(tensor) }));
    const outputs = [...runs.flatMap((run) => run.outputs), ...made];
    const each = <T>(read: (run: BlockRun) => T): T[] =>
      runs.map((run, i) => guarded(blocks[i]!, () => read(run)));
    const carry = (before: Carried, out: RunOutputs): Carried =>
      Object.fromEntries(
        keeps.flatMap((name) => {
          const value = makes.includes(name) ? out[cutOutput(name)] : before[name];
          return value ? [[name, value]] : [];
        }),
      );
    return {
      blocks,
      run: async (feeds, batch, carried) => {
        const out = await sessions.run("run", outputs, { ...feeds, ...carried });
        return { blocks: each((run) => run.read(reader(out), batch)), carried: carry(carried, out) };
      },
      replay: (feeds, batch, carried) =>
        sessions.runOnce([...outputs, ...replayOutputs(runs)], { ...feeds, ...carried }, (out) => ({
          blocks: each((run) => run.replay(reader(out), batch)),
          carried: carry(carried, out),
        })),
      release: () => sessions.release(),
    };
  });
}

/** Runs one batch through all parts; each part's weights are read for it, and given back. */
export async function throughParts<T>(
  parts: readonly ModelPart[],
  visit: (part: ModelPart, carried: Carried) => Promise<PartRun<T>>,
): Promise<T[]> {
  const results: T[] = [];
  let carried: Carried = {};
  for (const part of parts) {
    try {
      const run = await visit(part, carried);
      results.push(...run.blocks);
      ({ carried } = run);
    } finally {
      await part.release();
    }
  }
  return results;
}
