/** Runs a model on stored feeds and compares its queries, keys and weights with a reference, layer by layer. */
import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { counted } from "#atlas/counted.ts";
import { untold, type Tell } from "../guard/step-board.ts";
import { feedTensor } from "../onnx/feeds/feed-tensor.ts";
import type { OnnxInput } from "../onnx/file/onnx-graph.ts";
import { coarsestOf } from "../onnx/file/stored-precision.ts";
import type { AttentionBlock, Precision } from "../onnx/find/attention-block.ts";
import { listWeights } from "../onnx/open-folder.ts";
import { openModel } from "../onnx/open-model.ts";
import type { BlockCapture } from "../onnx/run/block-capture.ts";
import type { Feeds } from "../onnx/run/sessions.ts";
import type { Tensor } from "../onnx/runtime.ts";
import { isWeights } from "../weights/choose-weights.ts";
import {
  numbersOf,
  readReference,
  type ReferenceFile,
  type ReferenceGraph,
  type ReferenceLayer,
} from "./reference.ts";

/** Errors of one layer: largest absolute differences. */
export interface LayerErrors {
  readonly tower: string;
  readonly layer: number;
  readonly kind: string;
  readonly nHeads: number;
  readonly nKvHeads: number;
  /** After one factor for all of q is removed, because exports move √scale into both sides. */
  readonly q: number;
  /** Compared with the keys before they are repeated for the query heads; one factor is removed. */
  readonly k: number;
  readonly weights: number;
  /** Largest absolute value of the reference's queries and keys. */
  readonly size: number;
  /** The removed factors: this export's queries and keys as multiples of the reference's. */
  readonly qFactor: number;
  readonly kFactor: number;
}

export interface FileComparison {
  readonly file: string;
  readonly branch?: string;
  readonly layers: readonly LayerErrors[];
  /** Largest replay error, and the largest that its precision allows. */
  readonly replay: number;
  readonly replayTolerance: number;
  readonly allowed: Allowed;
  /** Counts or kinds that differ; empty if all agree. */
  readonly differences: readonly string[];
  readonly isWithin: boolean;
}

/** Allowed errors. */
export interface Allowed {
  /** For queries and keys. If an export rounds its weights, this is a share of the largest value, if that is over 1. */
  readonly vectors: number;
  readonly weights: number;
}

/** By the precision in which a file stores and computes. A model with rounded weights differs from the reference's. */
const TOLERANCE: Readonly<Record<Precision, number>> = { float32: 1e-4, float16: 1e-2, quantized: 1e-1 };
/** Another processor may round differently from the one on which the reference was measured. */
const SLACK = 1.5;

/** The error that the reference states for a file applies if it is larger than its precision suggests. */
function allowedOf({ maxError, maxDelta }: ReferenceFile, precision: Precision): Allowed {
  const stated = (...deltas: readonly (number | null | undefined)[]): number => {
    const measured = deltas.filter((delta) => typeof delta === "number");
    return SLACK * (measured.length > 0 ? Math.max(...measured) : (maxError ?? 0));
  };
  const least = TOLERANCE[precision];
  return {
    vectors: Math.max(least, stated(maxDelta?.q, maxDelta?.k)),
    weights: Math.max(least, stated(maxDelta?.weights)),
  };
}

/**
 * @param target A model's folder, or one file that a model is opened through. In a folder, all files that the reference names are compared.
 * @throws {UserError} if the reference or a model cannot be read.
 */
export async function compareReference(
  target: string,
  referencePath: string,
  tell: Tell = untold,
): Promise<FileComparison[]> {
  const results: FileComparison[] = [];
  const isFile = statSync(target, { throwIfNoEntry: false })?.isFile() ?? false;
  for (const graph of readReference(referencePath)) {
    for (const file of graph.files) {
      const path = isFile ? target : pathIn(target, file.path);
      // The reference may name the file by a path from its own folder.
      if (isFile && !isSameFile(target, file.path)) continue;
      if (!existsSync(path)) continue;
      tell({ of: "model", where: path, doing: "running the model on the reference's input" });
      results.push(await compareFile(path, graph, file));
    }
  }
  return results;
}

function pathIn(folder: string, named: string): string {
  const path = join(folder, named);
  const weights = isWeights(named) && !existsSync(path) ? listWeights(folder) : undefined;
  return weights === undefined ? path : join(folder, weights);
}

/** The weights of a model are the same in one file and in several. */
function isSameFile(path: string, named: string): boolean {
  return basename(path) === basename(named) || (isWeights(path) && isWeights(named));
}

async function compareFile(
  path: string,
  graph: ReferenceGraph,
  file: ReferenceFile,
): Promise<FileComparison> {
  const model = await openModel(path, graph.branch === undefined ? {} : { branch: graph.branch });
  try {
    const { feeds, batch } = await feedsOf(model.inputs, graph);
    const captured = await model.run(feeds, batch);
    const replay = await model.replay(feeds, batch);
    const open = [...graph.layers];
    const differences: string[] = [];
    const layers = captured.flatMap((block) => {
      const layer = takeLayer(open, block.block);
      if (layer === undefined) {
        differences.push(`${nameOf(block.block)} is not in the reference`);
        return [];
      }
      differences.push(...countsThatDiffer(block, layer));
      return [layerErrors(block, layer)];
    });
    if (open.length > 0)
      differences.push(
        `${counted(open.length, "layer")} of the reference ${open.length === 1 ? "was" : "were"} not found`,
      );
    for (const { block, head, part, value } of replay.notFinite) {
      const found = captured[block]?.block;
      if (found) differences.push(`${nameOf(found)}: ${value} in the ${part} of head ${head}`);
    }
    const precision = coarsestOf([model.storedIn, ...model.blocks.map((block) => block.precision)]);
    const allowed = allowedOf(file, precision);
    return {
      file: path,
      ...(graph.branch === undefined ? {} : { branch: graph.branch }),
      layers,
      replay: replay.maxError,
      replayTolerance: replay.tolerance,
      allowed,
      differences,
      isWithin:
        differences.length === 0 &&
        replay.isWithin &&
        layers.every(({ q, k, weights, size }) => {
          const unit = precision === "float32" ? 1 : Math.max(1, size);
          return Math.max(q, k) / unit <= allowed.vectors && weights <= allowed.weights;
        }),
    };
  } finally {
    await model.release();
  }
}

/** The stored feeds, converted to the types of the model's inputs. */
async function feedsOf(
  inputs: readonly OnnxInput[],
  graph: ReferenceGraph,
): Promise<{ readonly feeds: Feeds; readonly batch: number }> {
  const runtime = await import("../onnx/runtime.ts");
  const feeds: Record<string, Tensor> = {};
  for (const input of inputs) {
    const stored = graph.inputs[input.name];
    const tensor = stored && feedTensor(runtime, input, stored.shape, numbersOf(stored));
    if (tensor) feeds[input.name] = tensor;
  }
  return { feeds, batch: graph.layers[0]?.q.shape[0] ?? 1 };
}

/** Layers of the same kind and tower have the same order in both. */
function takeLayer(open: ReferenceLayer[], block: AttentionBlock): ReferenceLayer | undefined {
  const at = open.findIndex(
    (layer) => layer.kind === block.kind && (layer.tower === undefined || layer.tower === block.tower),
  );
  return at < 0 ? undefined : open.splice(at, 1)[0];
}

function countsThatDiffer(block: BlockCapture, layer: ReferenceLayer): string[] {
  const counts: readonly (readonly [string, number, number])[] = [
    ["heads", block.nHeads, layer.nHeads],
    ["key heads", block.nKvHeads, layer.nKvHeads],
    ["d_head", block.dHead, layer.q.shape[3] ?? 0],
  ];
  return counts
    .filter(([, found, expected]) => found !== expected)
    .map(([what, found, expected]) => `${nameOf(block.block)}: ${found} ${what}, reference ${expected}`);
}

function nameOf(block: AttentionBlock): string {
  return `${block.tower === undefined ? "" : `${block.tower}-`}L${block.layer} (${block.kind})`;
}

function layerErrors(block: BlockCapture, layer: ReferenceLayer): LayerErrors {
  const { tower = "", kind, layer: ordinal } = block.block;
  const q = scaledDifference(block.q.data, numbersOf(layer.q));
  const k = scaledDifference(ownKeys(block), numbersOf(layer.k));
  return {
    tower,
    layer: ordinal,
    kind,
    nHeads: block.nHeads,
    nKvHeads: block.nKvHeads,
    q: q.error,
    k: k.error,
    weights: difference(block.weights.data, numbersOf(layer.weights), 1),
    size: Math.max(largest(numbersOf(layer.q)), largest(numbersOf(layer.k))),
    qFactor: q.factor,
    kFactor: k.factor,
  };
}

/** Keys before they were repeated for the query heads: [B, Hkv, S, d]. */
function ownKeys({ k, keyHeads, nKvHeads }: BlockCapture): ArrayLike<number> {
  const [batch = 0, nHeads = 0, length = 0, dHead = 0] = k.dims;
  if (nKvHeads === nHeads) return k.data;
  const size = length * dHead;
  const own = new Float32Array(batch * nKvHeads * size);
  for (let b = 0; b < batch; b++) {
    for (let keyHead = 0; keyHead < nKvHeads; keyHead++) {
      const from = (b * nHeads + keyHeads.indexOf(keyHead)) * size;
      for (let i = 0; i < size; i++) own[(b * nKvHeads + keyHead) * size + i] = k.data[from + i]!;
    }
  }
  return own;
}

function largest(numbers: ArrayLike<number>): number {
  let top = 0;
  for (const number of Array.from(numbers)) top = Math.max(top, Math.abs(number));
  return top;
}

function difference(actual: ArrayLike<number>, expected: ArrayLike<number>, factor: number): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(expected[i]! * factor - actual[i]!);
    worst = Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }
  return worst;
}

/** Largest difference after the best common factor is removed. */
function scaledDifference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): { readonly error: number; readonly factor: number } {
  if (actual.length !== expected.length) return { error: Infinity, factor: Number.NaN };
  let [product, square] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    product += actual[i]! * expected[i]!;
    square += expected[i]! ** 2;
  }
  const factor = square === 0 ? 1 : product / square;
  return { error: difference(actual, expected, factor), factor };
}
