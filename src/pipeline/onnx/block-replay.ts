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
import { relativeError, replay, replayOperands, sideOperands, sidesIn } from "./replay.ts";
import { traceAdded } from "./score-terms.ts";
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
    sources.flatMap(({ source }) =>
      source.type === "plain" ? replayOperands(source) : sideOperands(source.sides),
    ),
  );
  return [
    ...[...shared].map((tensor) => ({ tensor, output: `headland.operand.${tensor}` })),
    ...sources.flatMap(({ source, i }): Wanted[] => {
      if (source.type === "plain") return [{ tensor: source.softmax, output: `headland.${i}.softmax` }];
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
  const operand = (name: string): [string, Tensor] => [name, read(`headland.operand.${name}`)];
  if (source.type === "fused") {
    const tensors = fusedTensors(source, i, read);
    const operands = fusedOperands(source, tensors);
    const { scores, weights } = fusedWeights(source, operands, tensors);
    const output = fusedOutput(source, weights, operands.v);
    const own = read(`headland.${i}.output`);
    const error = relativeError(...onlySeeing(source, tensors, captured, output, own));
    const plain = withoutTerms(source, tensors, new Map(sideOperands(source.sides).map(operand)));
    const explained = plain
      ? explainedOf(captured, scores, fusedWeights(plain.source, operands, plain.tensors).scores)
      : [];
    return { error, explained, notFinite };
  }
  const { q, k } = plainTensors(source, i, read);
  const weights = straightWeights(source, read(`headland.${i}.softmax`));
  const { error, scores } = replay(source, {
    q,
    k,
    weights,
    operands: new Map(replayOperands(source).map(operand)),
  });
  const own = scores?.own;
  if (scores === undefined || own === undefined) return { error, explained: [], notFinite };
  const inHeads = (tensor: Tensor): Tensor => {
    const straight = straightWeights(source, tensor);
    const ordered = headsBesidePositions({ q, k, weights: straight })?.weights ?? straight;
    const dims = ordered.dims.slice(0, -2);
    return toHeads(ordered, dims, splitHeads(dims, batch, captured.nHeads));
  };
  return {
    error,
    explained: explainedOf(captured, inHeads(scores.all), inHeads(shown(own, scores.hidden))),
    notFinite,
  };
}

/** −Infinity where a mask hides the key. */
function shown({ dims, data }: Tensor, hidden: Tensor | undefined): Tensor {
  return { dims, data: Float64Array.from(data, (x, i) => ((hidden?.data[i] ?? 0) === 0 ? x : -Infinity)) };
}

/** The operator without what is added to its scores other than masks, which hide wholly; undefined where that cannot be told. */
function withoutTerms(
  source: FusedSource,
  tensors: FusedTensors,
  operands: ReadonlyMap<string, Tensor>,
): { readonly source: FusedSource; readonly tensors: FusedTensors } | undefined {
  const hiding = { ...source, options: { ...source.options, maskValue: -Infinity } };
  const { scoreBias } = tensors;
  const name = source.tensors.scoreBias ?? "";
  if (scoreBias === undefined || source.options.isBooleanMask) return { source: hiding, tensors };
  const bias = traceAdded(name, sidesIn(source.sides, new Map([...operands, [name, scoreBias]])));
  return bias?.own && { source: hiding, tensors: { ...tensors, scoreBias: shown(bias.own, bias.hidden) } };
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

/** @param own Scores without terms that a map of q·k does not show; −Infinity where a mask hides the key. */
function explainedOf({ weights, nHeads }: BlockCapture, scores: Tensor, own: Tensor): number[] {
  const [batch = 0, , nQueries = 0, nKeys = 0] = weights.dims;
  const width = scores.dims.at(-1) ?? nKeys;
  if (scores.data.length !== (weights.data.length / nKeys) * width) return [];
  return Array.from({ length: nHeads }, (_, head) => {
    const size = batch * nQueries * nKeys;
    const [s, p, w] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    for (let row = 0; row < batch * nQueries; row++) {
      const group = Math.floor(row / nQueries) * nHeads + head;
      const from = group * nQueries + (row % nQueries);
      for (let j = 0; j < nKeys; j++) {
        const [to, at] = [row * nKeys + j, from * width + j];
        s[to] = scores.data[at]!;
        p[to] = own.data[at]!;
        w[to] = own.data[at] === -Infinity ? 0 : weights.data[from * nKeys + j]!;
      }
    }
    return explainedShare(s, p, w, nKeys);
  });
}
