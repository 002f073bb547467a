/** What is added to scores so that a query does not see padding, what comes later, or what is too far away. */
import type { Graph, Value } from "../../graph/graph.ts";

/** Lower than any score, and the sum of two is still finite. */
export const HIDDEN = -1e9;

/**
 * As `HIDDEN`, but no score changes it. Behind a window, a query of padding may see nothing at all: what is lost of its
 * scores when they are added to `HIDDEN` would make a pattern that depends on the order of the sums.
 */
export const LOWEST = -1e38;

/**
 * @param mask int64 [batch, length], 1 for tokens and 0 for padding.
 * @param hidden `LOWEST` if it is used together with a window.
 * @returns [batch, 1, 1, length]
 */
export function paddingMask(graph: Graph, mask: Value, hidden = HIDDEN): Value {
  const [batch, length] = mask.shape;
  const seen = graph.node("Cast", [mask], mask.shape, { to: 1 });
  const shares = graph.node("Sub", [graph.floats([1]), seen], mask.shape);
  const scores = graph.node("Mul", [shares, graph.floats([hidden])], mask.shape);
  return graph.node("Unsqueeze", [scores, graph.longs([1, 2])], [batch!, 1, 1, length!]);
}

/**
 * Hides what comes later, and with a window what is `window` tokens or more back (Beltagy et al. 2020).
 *
 * @param ids [batch, length]
 * @returns [length, length]
 */
export function causalMask(graph: Graph, ids: Value, window?: number): Value {
  const length = ids.shape[1]!;
  const positions = positionsOf(graph, ids);
  const queries = graph.node("Unsqueeze", [positions, graph.longs([1])], [length, 1]);
  const both = [length, length];
  let isHidden = graph.node("Less", [queries, positions], both);
  if (window !== undefined) {
    const back = graph.node("Sub", [queries, positions], both);
    const isFar = graph.node("GreaterOrEqual", [back, graph.longs([window], [])], both);
    isHidden = graph.node("Or", [isHidden, isFar], both);
  }
  const shares = graph.node("Cast", [isHidden], both, { to: 1 });
  return graph.node("Mul", [shares, graph.floats([window === undefined ? HIDDEN : LOWEST])], both);
}

/**
 * Hides what is `window` tokens or more away, before or behind.
 *
 * @param ids [batch, length]
 * @returns [length, length]
 */
export function bandMask(graph: Graph, ids: Value, window: number): Value {
  const length = ids.shape[1]!;
  const positions = positionsOf(graph, ids);
  const queries = graph.node("Unsqueeze", [positions, graph.longs([1])], [length, 1]);
  const both = [length, length];
  const away = graph.node("Abs", [graph.node("Sub", [queries, positions], both)], both);
  const isFar = graph.node("GreaterOrEqual", [away, graph.longs([window], [])], both);
  return graph.node("Mul", [graph.node("Cast", [isFar], both, { to: 1 }), graph.floats([LOWEST])], both);
}

/** 0, 1, 2 … for as many tokens as the sequences have: int64 [length]. @param ids [batch, length, …] */
export function positionsOf(graph: Graph, ids: Value): Value {
  const length = ids.shape[1]!;
  const size = graph.node("Shape", [ids], [1], { start: 1, end: 2 });
  const end = graph.node("Squeeze", [size, graph.longs([0])], []);
  return graph.node("Range", [graph.longs([0], []), end, graph.longs([1], [])], [length]);
}

/** How many tokens there are up to each, itself included; 0 for padding. @param mask int64 [batch, length] @returns As mask. */
export function countTokens(graph: Graph, mask: Value): Value {
  const sums = graph.node("CumSum", [mask, graph.longs([1], [])], mask.shape);
  return graph.node("Mul", [sums, mask], mask.shape);
}
