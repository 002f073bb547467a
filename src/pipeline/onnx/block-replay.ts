/** Recomputes what one run gave for one block: do queries and keys lead to its weights, and how far do they explain them? */
import { explainedShare } from "#math/explained-share.ts";
import type { AttentionBlock, FusedSource } from "./attention-block.ts";
import {
  fusedTensors,
  headsBesidePositions,
  plainTensors,
  readCapture,
  straightWeights,
  type BlockCapture,
  type ReadOutput,
} from "./block-capture.ts";
import type { Wanted } from "./derive-model.ts";
import { fusedOperands, pastOf, type FusedTensors } from "./fused-operands.ts";
import { fusedOutput, fusedWeights } from "./fused-weights.ts";
import { notFiniteIn, type NotFinite } from "./not-finite.ts";
import { splitHeads, toHeads } from "./order-axes.ts";
import { relativeError, replayError, replayOperands } from "./replay.ts";
import type { Tensor } from "./tensor.ts";

/** What a replay measures of one block. */
export interface BlockReplay {
  /** Largest difference between the model's own numbers and recomputed ones; NaN if they cannot be recomputed. */
  readonly error: number;
  /** Per head, the share of the scores' variance that q·k explains, from 0 to 1; empty where numbers are none. */
  readonly explained: readonly number[];
  /** Heads whose numbers are none: they agree with nothing, and nothing is recomputed of their block. */
  readonly notFinite: readonly NotFinite[];
}

/** Outputs that a replay asks for besides. Operands shared by several blocks (a mask) are exposed once. */
export function replayOutputs(blocks: readonly AttentionBlock[]): Wanted[] {
  const sources = blocks.flatMap(({ source }, i) =>
    source.type === "joined"
      ? source.parts.map((part, p) => ({ source: part, i: `${i}.${p}` }))
      : [{ source, i: String(i) }],
  );
  const shared = new Set(
    sources.flatMap(({ source }) => (source.type === "plain" ? replayOperands(source) : [])),
  );
  return [
    ...[...shared].map((tensor) => ({ tensor, output: `headland.operand.${tensor}` })),
    ...sources.flatMap(({ source, i }): Wanted[] => {
      if (source.type === "plain") {
        return [
          { tensor: source.scores, output: `headland.${i}.scores` },
          { tensor: source.softmax, output: `headland.${i}.softmax` },
        ];
      }
      const { output = "" } = source.tensors;
      return [{ tensor: output, output: `headland.${i}.output` }];
    }),
  ];
}

/** Recomputes a block's numbers from its queries and keys. */
export function replayBlock(
  block: AttentionBlock,
  i: number | string,
  read: ReadOutput,
  batch: number,
): BlockReplay {
  const { source } = block;
  const captured = readCapture(block, i, read, batch);
  const notFinite = notFiniteIn(captured);
  if (notFinite.length > 0) return { error: Number.NaN, explained: [], notFinite };
  if (source.type === "joined") {
    return joinReplays(
      source.parts.map((part, p) => replayBlock({ ...block, source: part }, `${i}.${p}`, read, batch)),
    );
  }
  if (source.type === "fused") {
    const tensors = fusedTensors(source, i, read);
    const operands = fusedOperands(source, tensors);
    const { scores, weights } = fusedWeights(source, operands, tensors);
    const output = fusedOutput(source, weights, operands.v);
    const own = read(`headland.${i}.output`);
    const error = relativeError(...onlySeeing(source, tensors, captured, output, own));
    return { error, explained: explainedOf(captured, scores), notFinite };
  }
  const operands = new Map(
    replayOperands(source).map((name) => [name, read(`headland.operand.${name}`)] as const),
  );
  const weights = straightWeights(source, read(`headland.${i}.softmax`));
  const error = replayError(source, { ...plainTensors(source, i, read), weights, operands });
  const own = straightWeights(source, read(`headland.${i}.scores`));
  const beside = headsBesidePositions({ ...plainTensors(source, i, read), weights: own });
  const scores = beside?.weights ?? own;
  const dims = scores.dims.slice(0, -2);
  return {
    error,
    explained: explainedOf(captured, toHeads(scores, dims, splitHeads(dims, batch, captured.nHeads))),
    notFinite,
  };
}

function joinReplays(parts: readonly BlockReplay[]): BlockReplay {
  return {
    error: parts.reduce((worst, { error }) => Math.max(worst, error), 0),
    explained: parts.flatMap(({ explained }) => explained),
    notFinite: [],
  };
}

/**
 * Outputs of queries that are tokens and see a key: an operator that knows its sequences' lengths leaves what lies behind
 * them undefined, and what it makes of a row without keys is its own affair.
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

function explainedOf({ q, k, weights, nHeads, dHead }: BlockCapture, scores: Tensor): number[] {
  const [batch = 0, , nQueries = 0, nKeys = 0] = weights.dims;
  const width = scores.dims.at(-1) ?? nKeys;
  if (scores.data.length !== (weights.data.length / nKeys) * width) return [];
  return Array.from({ length: nHeads }, (_, head) => {
    const rows = batch * nQueries;
    const [s, p, w] = [
      new Float64Array(rows * nKeys),
      new Float64Array(rows * nKeys),
      new Float32Array(rows * nKeys),
    ];
    for (let row = 0; row < rows; row++) {
      const group = Math.floor(row / nQueries) * nHeads + head;
      const from = group * nQueries + (row % nQueries);
      for (let j = 0; j < nKeys; j++) {
        let sum = 0;
        for (let d = 0; d < dHead; d++)
          sum += q.data[from * dHead + d]! * k.data[(group * nKeys + j) * dHead + d]!;
        p[row * nKeys + j] = sum;
        s[row * nKeys + j] = scores.data[from * width + j]!;
        w[row * nKeys + j] = weights.data[from * nKeys + j]!;
      }
    }
    return explainedShare(s, p, w, nKeys);
  });
}
