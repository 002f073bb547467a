/** Follows rows, columns and tokens through one operator. */
import type { OnnxNode } from "../file/onnx-graph.ts";
import { reshape } from "./reshape.ts";
import {
  collapse,
  concat,
  cutTokens,
  keep,
  relabel,
  transpose,
  type Label,
  type Shape,
  type Spread,
} from "./spread.ts";

export interface Step {
  readonly node: OnnxNode;
  /** Index of the first input that holds the patches. */
  readonly at: number;
  readonly nWithPatches: number;
  readonly spread: Spread;
  readonly shapeOf: (tensor: string) => Shape | undefined;
  /** Values of small constants: axes. */
  readonly integersOf: (tensor: string) => readonly number[] | undefined;
}

const RESHAPES = new Set(["Reshape", "Flatten", "Squeeze", "Unsqueeze"]);
const PRODUCTS = new Set([
  "MatMul",
  "FusedMatMul",
  "MatMulInteger",
  "Gemm",
  "MatMulNBits",
  "DynamicQuantizeMatMul",
]);

/** @returns undefined if the patches cannot be followed. */
export function stepOver(step: Step, output: string): Spread | undefined {
  const { node, at, spread, shapeOf } = step;
  const shape = shapeOf(output);
  const from = shapeOf(node.inputs[at] ?? "");
  if (shape === undefined || from === undefined) return undefined;
  const { opType } = node;
  if (opType === "Transpose") {
    const perm = node.attributes.get("perm")?.ints ?? from.map((_, axis) => from.length - 1 - axis);
    return transpose(spread, perm, shape);
  }
  if (RESHAPES.has(opType)) return at === 0 ? reshape(spread, from, shape) : undefined;
  if (opType === "Concat") return joined(step, shape);
  if (opType === "Slice") return sliced(step, from, shape);
  if (opType === "Split") return splitOff(step, shape, output);
  if (opType === "Gather") return gathered(step, shape);
  if (opType === "Einsum") return summed(step, shape);
  if (PRODUCTS.has(opType)) return multiplied(step, from, shape);
  if (opType.startsWith("Reduce")) return reduced(step, shape);
  return widened(spread, from, shape);
}

/** Operators that keep axes, change their sizes (Conv, pooling, padding), or add axes in front by broadcasting. */
function widened(spread: Spread, from: Shape, shape: Shape): Spread | undefined {
  const nMore = shape.length - from.length;
  if (nMore < 0) return undefined;
  return keep({ ...spread, labels: [...Array<Label>(nMore).fill(null), ...spread.labels] }, shape);
}

function joined({ node, at, nWithPatches, spread, shapeOf }: Step, shape: Shape): Spread | undefined {
  const axis = node.attributes.get("axis")?.i ?? 0;
  const index = axis < 0 ? axis + shape.length : axis;
  // Concatenated patches of several kinds are not a grid.
  if (nWithPatches > 1 && spread.labels[index] !== null) return undefined;
  const sizes = node.inputs.map((input) => shapeOf(input)?.[index]);
  const known = sizes.filter((size) => size !== undefined);
  return known.length === sizes.length ? concat(spread, index, known, at) : undefined;
}

function sliced(step: Step, from: Shape, shape: Shape): Spread | undefined {
  const { node, at, spread, integersOf } = step;
  const axis = spread.labels.indexOf("tokens");
  if (at !== 0) return undefined;
  if (axis < 0 || from[axis] === shape[axis]) return keep(spread, shape);
  const said = (name: string, place: number): readonly number[] | undefined =>
    node.attributes.get(name)?.ints ?? integersOf(node.inputs[place] ?? "");
  const starts = said("starts", 1);
  const axes = said("axes", 3) ?? starts?.map((_, i) => i);
  const i = axes?.findIndex((cut) => (cut < 0 ? cut + from.length : cut) === axis) ?? -1;
  const [start, stride] = [starts?.[i], said("steps", 4)?.[i] ?? 1];
  if (start === undefined || stride !== 1) return undefined;
  const [length = 0, size = 0] = [from[axis], shape[axis]];
  return cutTokens(spread, start < 0 ? start + length : start, size);
}

function splitOff({ node, spread, shapeOf }: Step, shape: Shape, output: string): Spread | undefined {
  const axis = spread.labels.indexOf("tokens");
  const split = node.attributes.get("axis")?.i ?? 0;
  if (axis < 0 || (split < 0 ? split + shape.length : split) !== axis) return keep(spread, shape);
  let start = 0;
  for (const other of node.outputs) {
    if (other === output) return cutTokens(spread, start, shape[axis] ?? 0);
    start += shapeOf(other)?.[axis] ?? Number.NaN;
  }
  return undefined;
}

/** Overlapping pieces are gathered by a table of kernel positions × pieces. */
function gathered({ node, at, spread, shapeOf }: Step, shape: Shape): Spread | undefined {
  if (at !== 0) return undefined;
  const axis = node.attributes.get("axis")?.i ?? 0;
  const index = axis < 0 ? axis + spread.labels.length : axis;
  const rank = shapeOf(node.inputs[1] ?? "")?.length;
  const label = spread.labels[index] ?? null;
  if (rank === undefined || label === "tokens" || (rank === 0 && label !== null)) return undefined;
  const between = Array.from({ length: rank }, (_, i): Label => (i === rank - 1 ? label : null));
  return relabel(
    spread,
    [...spread.labels.slice(0, index), ...between, ...spread.labels.slice(index + 1)],
    shape,
  );
}

function summed({ node, at, spread }: Step, shape: Shape): Spread | undefined {
  const [left = "", right] = (node.attributes.get("equation")?.s ?? "").replaceAll(" ", "").split("->");
  const letters = Array.from(left.split(",")[at] ?? "");
  if (right === undefined || letters.length !== spread.labels.length || right.length !== shape.length)
    return undefined;
  const labels = Array.from(right, (letter) => spread.labels[letters.indexOf(letter)] ?? null);
  return relabel(spread, labels, shape);
}

/** The summed axis, and the axis that replaces it, must not hold patches. */
function multiplied({ at, spread }: Step, from: Shape, shape: Shape): Spread | undefined {
  const summedOver = at === 0 ? from.length - 1 : from.length - 2;
  return at > 1 || (spread.labels[summedOver] ?? null) !== null ? undefined : widened(spread, from, shape);
}

function reduced({ node, spread, integersOf }: Step, shape: Shape): Spread | undefined {
  if (shape.length === spread.labels.length) return keep(spread, shape);
  const axes = node.attributes.get("axes")?.ints ?? integersOf(node.inputs[1] ?? "");
  return axes && collapse(spread, axes, shape);
}
