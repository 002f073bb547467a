/** Keeps numbers within a bound, smoothly: cap · tanh(x / cap) (Gemma 2, Gemma Team 2024). */
import type { Graph, Value } from "../../graph/graph.ts";

export function capped(graph: Graph, x: Value, cap: number): Value {
  const by = graph.floats([cap]);
  const small = graph.node("Div", [x, by], x.shape);
  return graph.node("Mul", [graph.node("Tanh", [small], x.shape), by], x.shape);
}
