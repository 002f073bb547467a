/**
 * Rotary positions (Su et al. 2021): pairs of numbers of a query or key are turned by an angle that grows with the
 * position, so that a score depends on the distance of its two tokens only.
 */
import { elementwise } from "../../../graph/activation.ts";
import type { Graph, Value } from "../../../graph/graph.ts";
import { concat, splitAt } from "../../../graph/layout.ts";
import { positionsOf } from "../masks.ts";
import type { Frequencies } from "./frequencies.ts";

export interface Rope {
  /** How many numbers of a head are turned, its first ones; even. */
  readonly nRotated: number;
  readonly frequencies: Frequencies;
  /** What the turned numbers are multiplied by; 1 without a scaling. */
  readonly factor: number;
}

/** Cosine and sine of every angle: [1 or batch, 1, length, nRotated / 2]. */
export interface Rotation {
  readonly cos: Value;
  readonly sin: Value;
}

/**
 * @param ids int64 [batch, length]; the first token of a sequence is at position 0.
 * @param mask int64 [batch, length], 1 for tokens and 0 for padding: some scalings depend on a sequence's own length.
 */
export function rotationOf(
  graph: Graph,
  { frequencies, factor }: Rope,
  { ids, mask }: { readonly ids: Value; readonly mask: Value },
): Rotation {
  const length = ids.shape[1]!;
  const turns = frequenciesOf(graph, frequencies, mask);
  const [batch, , , nPairs] = turns.shape;
  const positions = positionsOf(graph, ids);
  const asFloats = graph.node("Cast", [positions], [length], { to: 1 });
  const column = graph.node("Unsqueeze", [asFloats, graph.longs([1])], [length, 1]);
  const shape = [batch!, 1, length, nPairs!];
  const angles = graph.node("Mul", [turns, column], shape);
  const scaled = (opType: string): Value => {
    const plain = graph.node(opType, [angles], shape);
    return factor === 1 ? plain : graph.node("Mul", [plain, graph.floats([factor])], shape);
  };
  return { cos: scaled("Cos"), sin: scaled("Sin") };
}

/**
 * Turns the pairs (i, i + nRotated / 2) of every head.
 *
 * @param x [batch, heads, length, dHead] @returns As x.
 */
export function rotate(graph: Graph, x: Value, { cos, sin }: Rotation): Value {
  const [half, dHead] = [Number(cos.shape[3]), Number(x.shape[3])];
  const widths = [half, half, ...(dHead === 2 * half ? [] : [dHead - 2 * half])];
  const [first, second, ...rest] = splitAt(graph, x, 3, widths);
  const op = elementwise(graph, first!);
  const turned = [
    op("Sub", op("Mul", first!, cos), op("Mul", second!, sin)),
    op("Add", op("Mul", second!, cos), op("Mul", first!, sin)),
  ];
  return concat(graph, [...turned, ...rest], 3);
}

/** As `rotate`, for models whose pairs are neighbors, (2i, 2i + 1): GPT-J. */
export function rotateNeighbors(graph: Graph, x: Value, rotation: Rotation): Value {
  const [nPairs, dHead] = [Number(rotation.cos.shape[3]), Number(x.shape[3])];
  const inOrder = Array.from({ length: dHead }, (_, i) => i);
  const apart = inOrder.map((i) => (i < 2 * nPairs ? 2 * (i % nPairs) + Math.floor(i / nPairs) : i));
  const back = inOrder.toSorted((a, b) => apart[a]! - apart[b]!);
  const pick = (from: Value, order: readonly number[]): Value =>
    graph.node("Gather", [from, graph.longs(order)], x.shape, { axis: 3 });
  return pick(rotate(graph, pick(x, apart), rotation), back);
}

/** @returns Radians per position: [1 or batch, 1, 1, nPairs]. */
function frequenciesOf(graph: Graph, frequencies: Frequencies, mask: Value): Value {
  if (frequencies.kind === "fixed") {
    const { perPosition } = frequencies;
    return graph.floats(perPosition, [1, 1, 1, perPosition.length]);
  }
  const batch = mask.shape[0]!;
  const length = lengthsOf(graph, mask);
  const column = length.shape;
  if (frequencies.kind === "long") {
    const { short, long, nTrained } = frequencies;
    const isLong = graph.node("Greater", [length, graph.floats([nTrained])], column);
    const [near, far] = [short, long].map((each) => graph.floats(each, [1, 1, 1, each.length]));
    return graph.node("Where", [isLong, far!, near!], [batch, 1, 1, short.length]);
  }
  const { base, exponents, factor, nTrained } = frequencies;
  const op = (opType: string, a: Value, b: number): Value =>
    graph.node(opType, [a, graph.floats([b])], column);
  const longer = op("Max", length, nTrained);
  const stretch = op("Sub", op("Mul", longer, factor / nTrained), factor - 1);
  const nRotated = 2 * exponents.length;
  const ownBase = op("Mul", op("Pow", stretch, nRotated / (nRotated - 2)), base);
  const falling = graph.floats(
    exponents.map((exponent) => -exponent),
    [1, 1, 1, exponents.length],
  );
  return graph.node("Pow", [ownBase, falling], [batch, 1, 1, exponents.length]);
}

/** Number of tokens of each sequence, padding not counted: float32 [batch, 1, 1, 1]. */
function lengthsOf(graph: Graph, mask: Value): Value {
  const batch = mask.shape[0]!;
  const sums = graph.node("ReduceSum", [mask, graph.longs([1])], [batch, 1], { keepdims: 1 });
  const asFloats = graph.node("Cast", [sums], [batch, 1], { to: 1 });
  return graph.node("Unsqueeze", [asFloats, graph.longs([2, 3])], [batch, 1, 1, 1]);
}
