/** Follows a picture through the graph to its first attention, to find the grid of its patches and the tokens beside them. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxInput, OnnxNode } from "../file/onnx-graph.ts";
import type { AttentionBlock } from "../find/attention-block.ts";
import { outlineOf } from "../find/outline.ts";
import { asTokens, nTokensOf, pixelsOf, type Shape, type Spread } from "./spread.ts";
import { stepOver } from "./step.ts";

export interface TokenGrid {
  readonly rows: number;
  readonly columns: number;
  /** Number of other tokens before and after the patches. */
  readonly before: number;
  readonly after: number;
  /** Whether the patches are in column order. */
  readonly isTurned: boolean;
}

/** No path from a picture to its first attention is longer. */
const MAX_NODES = 4000;

/** Nodes between the picture and the queries of a block, in order of computation. */
export function picturePath(graph: GraphIndex, input: OnnxInput, block: AttentionBlock): OnnxNode[] {
  const needed = new Set([outlineOf(block.source).query]);
  const back: OnnxNode[] = [];
  for (const node of graph.model.nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    back.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  const reached = new Set([input.name]);
  const path = back.reverse().filter((node) => {
    const isOn = node.opType !== "Shape" && node.inputs.some((name) => reached.has(name));
    if (isOn) for (const output of node.outputs) reached.add(output);
    return isOn;
  });
  return path.length > MAX_NODES ? [] : path;
}

/** Tensors whose shapes are needed to follow it; those of constants are known. */
export function tensorsOn(graph: GraphIndex, path: readonly OnnxNode[]): string[] {
  const names = path.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  return [...new Set(names)].filter((name) => name !== "" && graph.constant(name) === undefined);
}

/**
 * @param shapes Shapes in one run, by tensor. @param nTokens Number of tokens of the block.
 * @returns undefined if the patches cannot be followed, or do not match the tokens.
 */
export function followPicture(
  graph: GraphIndex,
  input: OnnxInput,
  path: readonly OnnxNode[],
  shapes: ReadonlyMap<string, Shape>,
  nTokens: number,
): TokenGrid | undefined {
  const shapeOf = (tensor: string): Shape | undefined => shapes.get(tensor) ?? graph.constant(tensor)?.dims;
  const shape = shapes.get(input.name);
  if (shape === undefined) return undefined;
  const rowAxis = input.picture?.channels === "last" ? shape.length - 3 : shape.length - 2;
  const spreads = new Map<string, Spread>([[input.name, pixelsOf(shape, rowAxis)]]);
  let found: TokenGrid | undefined;
  for (const node of path) {
    const at = node.inputs.findIndex((name) => spreads.has(name));
    const spread = spreads.get(node.inputs[at] ?? "");
    if (spread === undefined) continue;
    const nWithPatches = node.inputs.filter((name) => spreads.has(name)).length;
    const integersOf = (tensor: string): readonly number[] | undefined => graph.integersOf(tensor);
    for (const output of node.outputs) {
      const next = stepOver({ node, at, nWithPatches, spread, shapeOf, integersOf }, output);
      if (next === undefined) continue;
      spreads.set(output, next);
      const tokens = asTokens(next);
      if (tokens && nTokensOf(tokens) === nTokens) found = gridOf(tokens);
    }
  }
  return found;
}

function gridOf({ rows, columns, before, after, isTurned }: Spread): TokenGrid {
  return { rows, columns, before, after, isTurned };
}
