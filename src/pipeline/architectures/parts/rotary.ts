/** Rotary positions (Su et al. 2021): pairs of numbers in queries and keys turn with the place of their token. */
import { elementwise } from "../../graph/activation.ts";
import type { Graph, Value } from "../../graph/graph.ts";
import { concat, split } from "../../graph/layout.ts";
import { positionsOf } from "./masks.ts";

export interface Rotation {
  /** float32 [length, nTurned / 2] */
  readonly cos: Value;
  readonly sin: Value;
}

/** @param nTurned How many numbers of a head turn, an even number. @param ids [batch, length] */
export function rotationOf(graph: Graph, ids: Value, nTurned: number, base: number): Rotation {
  const places = positionsOf(graph, ids);
  const [length] = places.shape;
  const speeds = Array.from({ length: nTurned / 2 }, (_, i) => speed(i, nTurned, base));
  const column = graph.node("Unsqueeze", [places, graph.longs([1])], [length!, 1]);
  const shape = [length!, speeds.length];
  const angles = graph.node(
    "Mul",
    [graph.node("Cast", [column], [length!, 1], { to: 1 }), graph.floats(speeds, [speeds.length])],
    shape,
  );
  return { cos: graph.node("Cos", [angles], shape), sin: graph.node("Sin", [angles], shape) };
}

/** Radians from one token to the next; each step is rounded to float32, as PyTorch computes it. */
function speed(pair: number, nTurned: number, base: number): number {
  return Math.fround(1 / Math.fround(base ** Math.fround((2 * pair) / nTurned)));
}

/**
 * Turns the first numbers of each head; the others stay.
 *
 * @param x [batch, nHeads, length, dHead]
 * @param layout Whether pairs are made of the two halves (GPT-NeoX), or of numbers next to each other (GPT-J).
 */
export function rotate(
  graph: Graph,
  x: Value,
  rotation: Rotation,
  layout: "halves" | "neighbors" = "halves",
): Value {
  const dHead = Number(x.shape[3]);
  const nTurned = 2 * Number(rotation.cos.shape[1]);
  const turn = layout === "halves" ? turnHalves : turnNeighbors;
  if (nTurned === dHead) return turn(graph, x, rotation);
  const sizes = [nTurned, dHead - nTurned];
  const [turned, rest] = graph.nodes(
    "Split",
    [x, graph.longs(sizes)],
    sizes.map((size) => [...x.shape.slice(0, 3), size]),
    { axis: 3 },
  );
  return concat(graph, [turn(graph, turned!, rotation), rest!], 3);
}

function turnHalves(graph: Graph, x: Value, rotation: Rotation): Value {
  const [first, second] = split(graph, x, 3, 2);
  return concat(graph, turnPairs(graph, first!, second!, rotation), 3);
}

function turnNeighbors(graph: Graph, x: Value, rotation: Rotation): Value {
  const n = Number(x.shape[3]);
  const pick = (from: Value, order: readonly number[]): Value =>
    graph.node("Gather", [from, graph.longs(order)], [...x.shape.slice(0, 3), order.length], { axis: 3 });
  const half = Array.from({ length: n / 2 }, (_, i) => i);
  const [even, odd] = [half.map((i) => 2 * i), half.map((i) => 2 * i + 1)];
  const apart = concat(graph, turnPairs(graph, pick(x, even), pick(x, odd), rotation), 3);
  return pick(
    apart,
    half.flatMap((i) => [i, n / 2 + i]),
  );
}

function turnPairs(graph: Graph, a: Value, b: Value, { cos, sin }: Rotation): [Value, Value] {
  const op = elementwise(graph, a);
  return [op("Sub", op("Mul", a, cos), op("Mul", b, sin)), op("Add", op("Mul", b, cos), op("Mul", a, sin))];
}
