/** Patterns of all heads of a model on given sequences, captured as for an atlas. */
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { openModel, type Feeds } from "#pipeline/onnx/open-model.ts";
import { Tensor } from "#pipeline/onnx/runtime.ts";

/** One head over all sequences. */
export interface HeadPatterns {
  readonly head: HeadId;
  readonly name: string;
  /** A square matrix per sequence; rows are queries. */
  readonly patterns: readonly Float32Array[];
}

/** @param feedsOf The feeds of each sequence; sequences are run one at a time. */
export async function capturePatterns(path: string, feeds: readonly Feeds[]): Promise<HeadPatterns[]> {
  const model = await openModel(path);
  const heads = new Map<string, { readonly head: HeadId; readonly patterns: Float32Array[] }>();
  for (const sequence of feeds) {
    const blocks = await model.run(sequence, 1);
    blocks.forEach(({ nHeads, weights }, layer) => {
      const size = weights.data.length / nHeads;
      for (let head = 0; head < nHeads; head++) {
        const id = { layer, head };
        const entry = heads.get(formatHead(id)) ?? { head: id, patterns: [] as Float32Array[] };
        entry.patterns.push(Float32Array.from(weights.data).subarray(head * size, (head + 1) * size));
        heads.set(formatHead(id), entry);
      }
    });
  }
  await model.release();
  return [...heads].map(([name, entry]) => ({ name, ...entry }));
}

/** Tokens as feeds; `openModel` leaves out the inputs that a model does not have. */
export function textFeeds(ids: readonly number[], segments?: readonly number[]): Feeds {
  const tensor = (values: readonly number[]): Tensor =>
    new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
  return {
    input_ids: tensor(ids),
    attention_mask: tensor(ids.map(() => 1)),
    ...(segments ? { token_type_ids: tensor(segments) } : {}),
  };
}
