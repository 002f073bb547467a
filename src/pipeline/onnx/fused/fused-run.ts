/** Runs attention inside one operator. Its weights are not a tensor of the graph, so they are computed by its definition. */
import type { AttentionBlock, FusedRole, FusedSource } from "../find/attention-block.ts";
import type { BlockCapture } from "../run/block-capture.ts";
import { explainedOf, replayFinite, shown, type BlockReplay } from "../run/block-replay.ts";
import { readOperands, type BlockRun, type ReadOutput } from "../run/block-run.ts";
import { relativeError, sideOperands, sidesIn } from "../run/replay.ts";
import { traceAdded } from "../run/score-terms.ts";
import type { Tensor } from "../run/tensor.ts";
import { fusedValueNorms } from "../run/value-norms.ts";
import { fusedOperands, pastOf, type FusedOperands, type FusedTensors } from "./fused-operands.ts";
import { fusedOutput, fusedWeights, type FusedReading } from "./fused-weights.ts";

/** The operator's own output, which only the replay reads. */
const REPLAY_ROLES = new Set<string>(["output"]);

export function fusedRun(block: AttentionBlock, source: FusedSource, i: number | string): BlockRun {
  const { output = "" } = source.tensors;
  const operands = sideOperands(source.sides);
  return {
    outputs: Object.entries(source.tensors)
      .filter(([role]) => !REPLAY_ROLES.has(role))
      .map(([role, tensor]) => ({ tensor, output: `headland.${i}.${role}`, added: source.added })),
    operands,
    replayOutputs: [{ tensor: output, output: `headland.${i}.output` }],
    read: (read) => computeFused(block, { source, tensors: fusedTensors(source, i, read) }).captured,
    replay: (read) => {
      const reading = { source, tensors: fusedTensors(source, i, read) };
      const plain = withoutTerms(reading, readOperands(operands, read));
      const computed = computeFused(block, reading, plain);
      return replayFinite(computed.captured, () =>
        replayFused(reading, computed, read(`headland.${i}.output`)),
      );
    },
  };
}

/** The operands of the operator, and its scores and weights. */
interface Computed {
  readonly operands: FusedOperands;
  /** [B, H, Sq, Sk], before the softmax. */
  readonly scores: Tensor;
  /** The scores without added terms; absent if those cannot be determined, or were not asked for. */
  readonly plain?: Tensor;
  readonly captured: BlockCapture;
}

function computeFused(block: AttentionBlock, reading: FusedReading, plain?: FusedReading): Computed {
  const operands = fusedOperands(reading.source, reading.tensors);
  const { scores, weights, others } = fusedWeights(reading, operands, plain);
  const [, nHeads = 1, , dHead = 0] = operands.q.dims;
  const nKvHeads = operands.k.dims[1] ?? nHeads;
  const keyHeads = Array.from({ length: nHeads }, (_, head) => Math.floor((head * nKvHeads) / nHeads));
  const k = repeatHeads(operands.k, keyHeads);
  const valueNorms = fusedValueNorms(operands.v, keyHeads);
  const captured = { block, nHeads, nKvHeads, keyHeads, dHead, q: operands.q, k, weights, valueNorms };
  return { operands, scores, captured, ...(others ? { plain: others } : {}) };
}

/** @param own The operator's own output. */
function replayFused(
  { source, tensors }: FusedReading,
  { operands, scores, plain, captured }: Computed,
  own: Tensor,
): Omit<BlockReplay, "notFinite"> {
  const output = fusedOutput(source, captured.weights, operands.v);
  const error = relativeError(...onlySeeing(source, tensors, captured, output, own));
  return { error, explained: plain ? explainedOf(captured, scores, plain) : [] };
}

function fusedTensors(source: FusedSource, i: number | string, read: ReadOutput): FusedTensors {
  const roles = Object.keys(source.tensors) as FusedRole[];
  return Object.fromEntries(
    roles.filter((role) => !REPLAY_ROLES.has(role)).map((role) => [role, read(`headland.${i}.${role}`)]),
  );
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

/** The operator without terms added to its scores, except masks that hide keys completely; undefined if that cannot be determined. */
function withoutTerms(
  reading: FusedReading,
  operands: ReadonlyMap<string, Tensor>,
): FusedReading | undefined {
  const { source, tensors } = reading;
  if (tensors.scoreBias === undefined && tensors.mask === undefined) return reading;
  const hiding = { ...source, options: { ...source.options, maskValue: -Infinity } };
  const { scoreBias } = tensors;
  const name = source.tensors.scoreBias ?? "";
  if (scoreBias === undefined || source.options.isBooleanMask) return { source: hiding, tensors };
  const bias = traceAdded(name, sidesIn(source.sides, new Map([...operands, [name, scoreBias]])));
  return bias?.own && { source: hiding, tensors: { ...tensors, scoreBias: shown(bias.own, bias.hidden) } };
}

/**
 * The outputs of queries that are tokens and see a key. An operator that knows the lengths of its sequences leaves the
 * rest undefined, and the output for a row without keys is not defined either.
 */
function onlySeeing(
  source: FusedSource,
  tensors: FusedTensors,
  { weights }: BlockCapture,
  output: Tensor,
  own: Tensor,
): [ArrayLike<number>, ArrayLike<number>] {
  const { lengths } = tensors;
  const [batch = 0, nHeads = 1, nQueries = 0, nKeys = 0] = weights.dims;
  const isSeeing = Array.from({ length: batch * nHeads * nQueries }, (_, row) => {
    const b = Math.floor(row / (nHeads * nQueries));
    const position = pastOf(tensors, b, nQueries) + (row % nQueries);
    if (lengths !== undefined && position > (lengths.data[b] ?? 0)) return false;
    for (let j = row * nKeys; j < (row + 1) * nKeys; j++) if (weights.data[j] !== 0) return true;
    return false;
  });
  const width = own.data.length / isSeeing.length;
  const isCompared = (_: number, at: number): boolean => {
    const place = Math.floor(at / width);
    if (source.options.isSplit) return isSeeing[place] ?? false;
    // [B, Sq, H] → [B, H, Sq]
    const [b, i, h] = [
      Math.floor(place / (nHeads * nQueries)),
      Math.floor(place / nHeads) % nQueries,
      place % nHeads,
    ];
    return isSeeing[(b * nHeads + h) * nQueries + i] ?? false;
  };
  if (isSeeing.every(Boolean)) return [output.data, own.data];
  return [Array.from(output.data).filter(isCompared), Array.from(own.data).filter(isCompared)];
}
