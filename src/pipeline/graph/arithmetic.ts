/** Differentiable elementwise arithmetic. */
import { sizes, type Graph, type Value } from "./graph.ts";

/** a + b; a smaller b is repeated along a's leading axes and along its own axes of size 1. */
export function add(graph: Graph, a: Value, b: Value): Value {
  const output = graph.node("Add", [a, b], a.shape);
  return graph.record([a, b], output, (gradient) => [gradient, reduceTo(graph, gradient, b)]);
}

/** a · b, b repeated as in `add`. */
export function multiply(graph: Graph, a: Value, b: Value): Value {
  const output = graph.node("Mul", [a, b], a.shape);
  return graph.record([a, b], output, (gradient) => [
    graph.node("Mul", [gradient, b], a.shape),
    reduceTo(graph, graph.node("Mul", [gradient, a], a.shape), b),
  ]);
}

/** x · factor. */
export function scale(graph: Graph, x: Value, factor: number): Value {
  const by = graph.floats([factor]);
  const output = graph.node("Mul", [x, by], x.shape);
  return graph.record([x], output, (gradient) => [graph.node("Mul", [gradient, by], x.shape)]);
}

/** x / divisor, written as a division because exporters write the root of d_head that way. */
export function divide(graph: Graph, x: Value, divisor: number): Value {
  const by = graph.floats([divisor]);
  const output = graph.node("Div", [x, by], x.shape);
  return graph.record([x], output, (gradient) => [graph.node("Div", [gradient, by], x.shape)]);
}

/** Sums a gradient over the axes along which `target` was repeated. */
export function reduceTo(graph: Graph, gradient: Value, target: Value): Value {
  const from = sizes(gradient);
  const to = sizes(target);
  const extra = from.length - to.length;
  const leading = from.slice(0, extra).map((_, axis) => axis);
  const repeated = to.flatMap((size, axis) => (size === 1 && from[axis + extra] !== 1 ? [axis + extra] : []));
  const axes = [...leading, ...repeated];
  if (axes.length === 0) return gradient;
  const isWhole = repeated.length === 0;
  const kept = isWhole ? to : from.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const summed = graph.node("ReduceSum", [gradient, graph.longs(axes)], kept, { keepdims: isWhole ? 0 : 1 });
  return isWhole ? summed : graph.node("Reshape", [summed, graph.longs(to)], to);
}
