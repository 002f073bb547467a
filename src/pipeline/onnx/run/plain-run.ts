/** Runs attention that consists of separate nodes: a product, steps, a softmax. */
import type { AttentionBlock, PlainSource } from "../find/attention-block.ts";
import type { BlockCapture } from "./block-capture.ts";
import { explainedOf, replayFinite, shown, type BlockReplay } from "./block-replay.ts";
import { readOperands, type BlockRun, type ReadOutput } from "./block-run.ts";
import { headsBesidePositions, type Triple } from "./heads-beside-positions.ts";
import { keyHeadsOf } from "./key-heads.ts";
import { splitHeads, straighten, toHeads } from "./order-axes.ts";
import { replay, replayOperands } from "./replay.ts";
import type { Tensor } from "./tensor.ts";
import { plainValueNorms } from "./value-norms.ts";

/** @param i What the block's outputs are called by: its number, and that of the part where it is one of several. */
export function plainRun(block: AttentionBlock, source: PlainSource, i: number | string): BlockRun {
  const { query, key, value, weights, softmax } = source;
  const operands = replayOperands(source);
  return {
    outputs: [
      ...(value ? [{ tensor: value.tensor, output: `headland.${i}.v`, added: value.added }] : []),
      { tensor: query.tensor, output: `headland.${i}.q`, added: query.added },
      { tensor: key.tensor, output: `headland.${i}.k`, added: key.added },
      { tensor: weights, output: `headland.${i}.w` },
    ],
    operands,
    replayOutputs: [{ tensor: softmax, output: `headland.${i}.softmax` }],
    read: (read, batch) => readPlain(block, source, i, read, batch),
    replay: (read, batch) => {
      const captured = readPlain(block, source, i, read, batch);
      return replayFinite(captured, () =>
        replayPlain(source, captured, batch, {
          ...plainTensors(source, i, read),
          weights: straightWeights(source, read(`headland.${i}.softmax`)),
          operands: readOperands(operands, read),
        }),
      );
    },
  };
}

function readPlain(
  block: AttentionBlock,
  source: PlainSource,
  i: number | string,
  read: ReadOutput,
  batch: number,
): BlockCapture {
  const raw = plainTensors(source, i, read);
  const beside = headsBesidePositions(raw);
  const { q, k, weights } = beside ?? raw;
  const dHead = q.dims.at(-1) ?? 0;
  const [batchDims, weightDims] = [broadcastDims(q, k), weights.dims.slice(0, -2)];
  const told = source.outputWidth === undefined ? undefined : source.outputWidth / Math.max(1, dHead);
  const expected = told !== undefined && Number.isInteger(told) ? told : undefined;
  // The product may have its heads folded into the batch axis where the weights have them apart, or the other way.
  const isApart = weightDims.length >= batchDims.length;
  const first = splitHeads(isApart ? weightDims : batchDims, batch, expected);
  const split = splitHeads(batchDims, batch, first.nHeads);
  const weightSplit = splitHeads(weightDims, batch, first.nHeads);
  const ordered = {
    q: toHeads(q, batchDims, split),
    k: toHeads(k, batchDims, split),
    weights: toHeads(weights, weightDims, weightSplit),
  };
  expectMatching(ordered);
  const keyHeads = keyHeadsOf(ordered.k);
  const nKeys = weights.dims.at(-1) ?? 0;
  const values = source.value && straighten(read(`headland.${i}.v`), source.value.order);
  const valueNorms =
    values && plainValueNorms(beside ? asOneHead(values) : values, weightDims, nKeys, weightSplit);
  const counts = { nHeads: split.nHeads, nKvHeads: Math.max(...keyHeads) + 1, keyHeads, dHead };
  return { block, ...counts, ...ordered, ...(valueNorms ? { valueNorms } : {}) };
}

function replayPlain(
  source: PlainSource,
  captured: BlockCapture,
  batch: number,
  tensors: Parameters<typeof replay>[1],
): Omit<BlockReplay, "notFinite"> {
  const { q, k } = tensors;
  const { error, scores } = replay(source, tensors);
  const own = scores?.own;
  if (scores === undefined || own === undefined) return { error, explained: [] };
  const inHeads = (tensor: Tensor): Tensor => {
    const straight = straightWeights(source, tensor);
    const ordered = headsBesidePositions({ q, k, weights: straight })?.weights ?? straight;
    const dims = ordered.dims.slice(0, -2);
    return toHeads(ordered, dims, splitHeads(dims, batch, captured.nHeads));
  };
  return { error, explained: explainedOf(captured, inHeads(scores.all), inHeads(shown(own, scores.hidden))) };
}

/** [B, …, …] → [B, 1, …, …] */
function asOneHead({ dims: [batch = 0, ...rest], data }: Tensor): Tensor {
  return { dims: [batch, 1, ...rest], data };
}

/** @throws {RangeError} if the axes are not understood, because a wrong map would be worse than none. */
function expectMatching({ q, k, weights }: Triple): void {
  const [b, h, sq, sk] = weights.dims;
  const isMatching =
    [q, k].every(({ dims }) => dims[0] === b && dims[1] === h) && q.dims[2] === sq && k.dims[2] === sk;
  if (isMatching) return;
  const shapes = [q, k, weights].map(({ dims }) => `[${dims.join(", ")}]`);
  throw new RangeError(`queries ${shapes[0] ?? ""}, keys ${shapes[1] ?? ""}, weights ${shapes[2] ?? ""}`);
}

function plainTensors(
  source: PlainSource,
  i: number | string,
  read: ReadOutput,
): { readonly q: Tensor; readonly k: Tensor; readonly weights: Tensor } {
  return {
    q: straighten(read(`headland.${i}.q`), source.query.order),
    k: straighten(read(`headland.${i}.k`), source.key.order),
    weights: straightWeights(source, read(`headland.${i}.w`)),
  };
}

function straightWeights(source: PlainSource, tensor: Tensor): Tensor {
  return straighten(tensor, { type: "matrix", swapped: source.weightsTurned, positionFirst: false });
}

/** Batch axes of queries and keys, each as large as the larger of both. */
function broadcastDims(q: Tensor, k: Tensor): number[] {
  const rank = Math.max(q.dims.length, k.dims.length);
  const at = (tensor: Tensor, i: number): number => tensor.dims[i - (rank - tensor.dims.length)] ?? 1;
  return Array.from({ length: rank - 2 }, (_, i) => Math.max(at(q, i), at(k, i)));
}
