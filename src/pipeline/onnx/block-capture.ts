/** What one run gives for one block, from the tensors that the derived model puts out. */
import type { AttentionBlock, FusedRole, FusedSource, PlainSource } from "./attention-block.ts";
import { fusedOperands, type FusedTensors } from "./fused-operands.ts";
import { fusedWeights } from "./fused-weights.ts";
import type { Wanted } from "./derive-model.ts";
import { joinCaptures } from "./join-captures.ts";
import { keyHeadsOf } from "./key-heads.ts";
import { permute, splitHeads, straighten, toHeads } from "./order-axes.ts";
import type { Tensor } from "./tensor.ts";
import { fusedValueNorms, plainValueNorms } from "./value-norms.ts";

/** Float32, in one order whatever the export. */
export interface BlockCapture {
  readonly block: AttentionBlock;
  readonly nHeads: number;
  /** Heads with keys of their own; fewer than nHeads where query heads share them. */
  readonly nKvHeads: number;
  /** Key head of each query head, from 0 to nKvHeads − 1. */
  readonly keyHeads: readonly number[];
  readonly dHead: number;
  /** [B, H, Sq, d], as the queries enter the product. B counts windows where attention runs over windows. */
  readonly q: Tensor;
  /** [B, H, Sk, d]; keys that heads share stand there once per query head. */
  readonly k: Tensor;
  /** [B, H, Sq, Sk], as they leave the softmax. */
  readonly weights: Tensor;
  /** [B, H, 1, Sk], the length of each key's value vector; absent where the graph's values are not understood. */
  readonly valueNorms?: Tensor;
}

/** Reads an output of the derived model by its name. */
export type ReadOutput = (name: string) => Tensor;

/** Outputs to ask for, for block i. */
export function blockOutputs({ source }: AttentionBlock, i: number | string): Wanted[] {
  if (source.type === "joined") return source.parts.flatMap((part, p) => sourceOutputs(part, `${i}.${p}`));
  return sourceOutputs(source, i);
}

function sourceOutputs(source: PlainSource | FusedSource, i: number | string): Wanted[] {
  if (source.type === "plain") {
    const { query, key, value, weights } = source;
    return [
      ...(value ? [{ tensor: value.tensor, output: `headland.${i}.v`, added: value.added }] : []),
      { tensor: query.tensor, output: `headland.${i}.q`, added: query.added },
      { tensor: key.tensor, output: `headland.${i}.k`, added: key.added },
      { tensor: weights, output: `headland.${i}.w` },
    ];
  }
  return Object.entries(source.tensors)
    .filter(([role]) => !REPLAY_ROLES.has(role))
    .map(([role, tensor]) => ({ tensor, output: `headland.${i}.${role}`, added: source.added }));
}

/** Only the replay looks at what the operator itself computed. */
const REPLAY_ROLES = new Set<string>(["output"]);

/** @param batch Number of sequences that were fed. */
export function readCapture(
  block: AttentionBlock,
  i: number | string,
  read: ReadOutput,
  batch: number,
): BlockCapture {
  const { source } = block;
  if (source.type === "joined") {
    return joinCaptures(
      block,
      source.parts.map((part, p) => readCapture({ ...block, source: part }, `${i}.${p}`, read, batch)),
    );
  }
  if (source.type === "fused") return readFused(block, source, i, read);
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

type Triple = Pick<BlockCapture, "q" | "k" | "weights">;

/**
 * Where one key head serves all, some exports put the query heads beside the positions: q [B, Sq·H, d] and k [B, Sk, d]
 * for weights [B, Sq, H, Sk]. Undefined where this is not so.
 */
export function headsBesidePositions({ q, k, weights }: Triple): Triple | undefined {
  const [batch = 0, nQueries = 0, nHeads = 0, nKeys = 0] = weights.dims;
  const isSo =
    weights.dims.length === 4 &&
    q.dims.length === 3 &&
    k.dims.length === 3 &&
    q.dims[0] === batch &&
    q.dims[1] === nQueries * nHeads &&
    nQueries > 1;
  if (!isSo) return undefined;
  const [length = 0, dHead = 0] = k.dims.slice(-2);
  const apart = { dims: [batch, nQueries, nHeads, dHead], data: q.data };
  return {
    q: permute(apart, [0, 2, 1, 3]),
    k: { dims: [batch, 1, length, dHead], data: k.data },
    weights: permute({ dims: [batch, nQueries, nHeads, nKeys], data: weights.data }, [0, 2, 1, 3]),
  };
}

/** [B, …, …] → [B, 1, …, …] */
function asOneHead({ dims: [batch = 0, ...rest], data }: Tensor): Tensor {
  return { dims: [batch, 1, ...rest], data };
}

/** @throws {RangeError} if the axes were not understood: better no map than a wrong one. */
function expectMatching({ q, k, weights }: Triple): void {
  const [b, h, sq, sk] = weights.dims;
  const isMatching =
    [q, k].every(({ dims }) => dims[0] === b && dims[1] === h) && q.dims[2] === sq && k.dims[2] === sk;
  if (isMatching) return;
  const shapes = [q, k, weights].map(({ dims }) => `[${dims.join(", ")}]`);
  throw new RangeError(`queries ${shapes[0] ?? ""}, keys ${shapes[1] ?? ""}, weights ${shapes[2] ?? ""}`);
}

export function plainTensors(
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

export function straightWeights(source: PlainSource, tensor: Tensor): Tensor {
  return straighten(tensor, { type: "matrix", swapped: source.weightsTurned, positionFirst: false });
}

/** Batch axes of queries and keys, each as large as the larger of both. */
function broadcastDims(q: Tensor, k: Tensor): number[] {
  const rank = Math.max(q.dims.length, k.dims.length);
  const at = (tensor: Tensor, i: number): number => tensor.dims[i - (rank - tensor.dims.length)] ?? 1;
  return Array.from({ length: rank - 2 }, (_, i) => Math.max(at(q, i), at(k, i)));
}

export function fusedTensors(source: FusedSource, i: number | string, read: ReadOutput): FusedTensors {
  const roles = Object.keys(source.tensors) as FusedRole[];
  return Object.fromEntries(
    roles.filter((role) => !REPLAY_ROLES.has(role)).map((role) => [role, read(`headland.${i}.${role}`)]),
  );
}

function readFused(
  block: AttentionBlock,
  source: FusedSource,
  i: number | string,
  read: ReadOutput,
): BlockCapture {
  const tensors = fusedTensors(source, i, read);
  const operands = fusedOperands(source, tensors);
  const { weights } = fusedWeights(source, operands, tensors);
  const [, nHeads = 1, , dHead = 0] = operands.q.dims;
  const nKvHeads = operands.k.dims[1] ?? nHeads;
  const keyHeads = Array.from({ length: nHeads }, (_, head) => Math.floor((head * nKvHeads) / nHeads));
  const k = repeatHeads(operands.k, keyHeads);
  const valueNorms = fusedValueNorms(operands.v, keyHeads);
  return { block, nHeads, nKvHeads, keyHeads, dHead, q: operands.q, k, weights, valueNorms };
}

function repeatHeads(k: Tensor, keyHeads: readonly number[]): Tensor {
  const [batch = 0, nKvHeads = 0, length = 0, dHead = 0] = k.dims;
  if (nKvHeads === keyHeads.length) return k;
  const size = length * dHead;
  const data = new Float32Array(batch * keyHeads.length * size);
  for (let b = 0; b < batch; b++) {
    keyHeads.forEach((keyHead, head) => {
      const [from, to] = [(b * nKvHeads + keyHead) * size, (b * keyHeads.length + head) * size];
      for (let j = 0; j < size; j++) data[to + j] = k.data[from + j]!;
    });
  }
  return { dims: [batch, keyHeads.length, length, dHead], data };
}
