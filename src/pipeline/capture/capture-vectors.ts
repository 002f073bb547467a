/** Stage 4 for vectors: keeps the queries, keys and patterns of a file as the capture of a model keeps its own. */
import { formatHead } from "#atlas/head/head-id.ts";
import { ModelError } from "../errors.ts";
import { untold } from "../guard/step-board.ts";
import type { EncodedDataset } from "../inputs/encoded-dataset.ts";
import { REPLAY_TOLERANCE } from "../onnx/run/replay-report.ts";
import { pairStarts } from "../vectors/encode-run.ts";
import { patternOf } from "../vectors/pattern-of.ts";
import type { VectorLayer, VectorRun } from "../vectors/vector-run.ts";
import { CaptureWriter, type CapturedHead, type KeptBlock } from "./capture-writer.ts";
import type { CaptureOptions, CaptureReport } from "./capture.ts";

/** The weights given are compared with those of q·k in so many sequences. */
const REPLAY_SEQUENCES = 4;
/** Rows of weights in 16 bits may sum to a little more than 1. */
const MOST_SUM = 1.02;

export interface VectorInput {
  readonly run: VectorRun;
  readonly dataset: EncodedDataset;
  /** Which of the run's sequences each of the dataset's is. */
  readonly chosen: readonly number[];
}

/** @param folder As in `capture`. @throws {ModelError} for numbers that cannot be drawn, and weights that are none. */
export async function captureVectors(
  input: VectorInput,
  folder: string,
  options: Pick<CaptureOptions, "tell" | "onBatch"> = {},
): Promise<CaptureReport> {
  const { heads, errors } = await captureVectorLayers(input, folder, options);
  return reportVectors(input.run, heads, errors);
}

/** @param isWanted Which layers are read; all if not given. @returns The heads of these, and an error per layer of all. */
export async function captureVectorLayers(
  { run, dataset, chosen }: VectorInput,
  folder: string,
  { tell = untold, onBatch }: Pick<CaptureOptions, "tell" | "onBatch"> = {},
  isWanted: (layer: { readonly layer: number }) => boolean = () => true,
): Promise<{ readonly heads: readonly CapturedHead[]; readonly errors: readonly number[] }> {
  const writer = new CaptureWriter(folder, new Map([["", dataset]]));
  const pairs = pairStarts(run.starts);
  const errors = run.layers.map(() => 0);
  const nAll = run.layers.length * chosen.length;
  try {
    for (const [layer, vectors] of run.layers.entries()) {
      if (!isWanted({ layer })) continue;
      tell({ of: "model", where: run.path, doing: `reading layer ${layer} of ${run.layers.length}` });
      for (const [place, s] of chosen.entries()) {
        const piece = { layer, from: run.starts[s]!, length: lengthOf(run, s), pair: pairs[s]! };
        const { block, error } = blockOf(run, vectors, piece, place < REPLAY_SEQUENCES);
        errors[layer] = Math.max(errors[layer]!, error);
        writer.add(block, [place]);
        onBatch?.(Math.floor(((layer * chosen.length + place + 1) / nAll) * chosen.length));
      }
    }
  } finally {
    writer.close();
  }
  return { heads: await writer.heads(), errors };
}

/** @param errors How far the weights of each layer are from those of q·k. */
export function reportVectors(
  run: VectorRun,
  heads: readonly CapturedHead[],
  errors: readonly number[],
): CaptureReport {
  const allowed = run.layers.map(({ precision }) => REPLAY_TOLERANCE[precision]);
  const replay = {
    errors,
    maxError: Math.max(...errors),
    tolerance: Math.max(...allowed),
    isWithin: errors.every((error, layer) => error <= allowed[layer]!),
    isUnderstood: true,
    notFinite: [],
    explained: [],
  };
  const warnings = replay.isWithin
    ? []
    : [
        `The weights given differ from the softmax of the queries and keys given by up to ${replay.maxError.toPrecision(2)}: they hold more than q·k, such as a bias for position, or the scale is another than the file says.`,
      ];
  return { heads, replay, warnings };
}

function lengthOf({ starts }: VectorRun, s: number): number {
  return starts[s + 1]! - starts[s]!;
}

interface Piece {
  readonly layer: number;
  /** First token. */
  readonly from: number;
  readonly length: number;
  /** Where its pattern begins among the weights. */
  readonly pair: number;
}

/** One sequence in all heads of a layer, and how far its weights are from those of q·k. */
function blockOf(
  run: VectorRun,
  vectors: VectorLayer,
  piece: Piece,
  isCompared: boolean,
): { readonly block: KeptBlock; readonly error: number } {
  const { nHeads, nKvHeads, dHead, scale, precision, valueNorms } = vectors;
  const { layer, from, length, pair } = piece;
  const q = new Float32Array(nHeads * length * dHead);
  const k = new Float32Array(nHeads * length * dHead);
  const weights = new Float32Array(nHeads * length * length);
  const norms = valueNorms === null ? null : new Float32Array(nHeads * length);
  const keyHeads = Array.from({ length: nHeads }, (_, head) => Math.floor(head / (nHeads / nKvHeads)));
  let error = 0;
  for (let head = 0; head < nHeads; head++) {
    const queries = vectors.queries(head, from, length);
    const keys = vectors.keys(keyHeads[head]!, from, length);
    const given = vectors.weights?.(head, pair, length * length);
    const pattern = (isCausal: boolean): Float32Array =>
      patternOf(queries, keys, { length, dHead, scale, isCausal });
    if (given) expectWeights(given, length, { where: run.path, head: formatHead({ layer, head }), run });
    if (given && isCompared) {
      const own = pattern(run.isCausal ?? isLowerTriangle(given, length));
      for (let i = 0; i < own.length; i++) error = Math.max(error, Math.abs(own[i]! - given[i]!));
    }
    q.set(queries, head * length * dHead);
    k.set(keys, head * length * dHead);
    weights.set(given ?? pattern(run.isCausal ?? false), head * length * length);
    norms?.set(valueNorms?.(head, from, length) ?? [], head * length);
  }
  const tensor = (data: Float32Array, width: number): KeptBlock["q"] => ({
    dims: [1, nHeads, length, width],
    data,
  });
  return {
    block: {
      block: { layer, precision },
      nHeads,
      dHead,
      keyHeads,
      q: tensor(q, dHead),
      k: tensor(k, dHead),
      weights: tensor(weights, length),
      ...(norms === null ? {} : { valueNorms: { dims: [1, nHeads, 1, length], data: norms } }),
    },
    error,
  };
}

/** @throws {ModelError} if they are no weights, or one looks ahead though the file says that none does. */
function expectWeights(
  weights: Float32Array,
  length: number,
  { where, head, run }: { readonly where: string; readonly head: string; readonly run: VectorRun },
): void {
  for (let row = 0; row < length; row++) {
    const of = weights.subarray(row * length, (row + 1) * length);
    const sum = of.reduce((total, weight) => total + weight, 0);
    const least = of.reduce((a, b) => Math.min(a, b), 0);
    const isAhead = run.isCausal === true && of.subarray(row + 1).some((weight) => weight !== 0);
    if (sum <= MOST_SUM && least >= 0 && !isAhead) continue;
    throw new ModelError({
      what: isAhead ? "a query looks ahead" : "these are no weights",
      where: `${where}, ${head}, query ${row} of a sequence of ${length}`,
      expected: isAhead
        ? "0 for all keys behind it, because causal is true"
        : "numbers from 0 on that sum to at most 1, as they leave the softmax",
      received: isAhead ? "a weight" : least < 0 ? String(least) : `a sum of ${sum.toPrecision(3)}`,
      cure: "Weights are stored sequence by sequence, each as [queries, keys], row by row.",
    });
  }
}

function isLowerTriangle(pattern: Float32Array, length: number): boolean {
  for (let row = 0; row < length; row++)
    if (pattern.subarray(row * length + row + 1, (row + 1) * length).some((weight) => weight !== 0))
      return false;
  return true;
}
