/** Differentiable functions of one number, and the softmax. */
import type { Graph, Value } from "./graph.ts";

/** GELU by its tanh approximation (Hendrycks & Gimpel 2016), as in GPT-2. 0.5 (1 + tanh u) = sigmoid(2u) takes fewer steps. */
export function geluTanh(graph: Graph, x: Value): Value {
  const root = 2 * Math.sqrt(2 / Math.PI);
  const op = elementwise(graph, x);
  const square = op("Mul", x, x);
  const twiceU = op("Mul", x, op("Add", op("Mul", square, 0.044715 * root), root));
  const share = op("Sigmoid", twiceU);
  return graph.record([x], op("Mul", x, share), (gradient) => {
    const slope = op("Mul", x, op("Add", op("Mul", square, 3 * 0.044715 * root), root));
    const rise = op("Sub", share, op("Mul", share, share));
    return [op("Mul", gradient, op("Add", share, op("Mul", slope, rise)))];
  });
}

/** GELU by the error function, as in BERT and ViT. */
export function geluErf(graph: Graph, x: Value): Value {
  const op = elementwise(graph, x);
  const share = op("Mul", op("Add", op("Erf", op("Mul", x, Math.SQRT1_2)), 1), 0.5);
  return graph.record([x], op("Mul", x, share), (gradient) => {
    const density = op("Mul", op("Exp", op("Mul", op("Mul", x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return [op("Mul", gradient, op("Add", share, op("Mul", x, density)))];
  });
}

/** Along the last axis. */
export function softmax(graph: Graph, x: Value): Value {
  const output = graph.node("Softmax", [x], x.shape, { axis: -1 });
  return graph.record([x], output, (gradient) => {
    const op = elementwise(graph, x);
    const weighted = op("Mul", gradient, output);
    const sums = graph.node("ReduceSum", [weighted, graph.longs([-1])], [...x.shape.slice(0, -1), 1], {
      keepdims: 1,
    });
    return [op("Sub", weighted, op("Mul", output, sums))];
  });
}

/** Steps that keep the shape of x; plain numbers become constants. */
export function elementwise(
  graph: Graph,
  x: Value,
): (opType: string, ...inputs: (Value | number)[]) => Value {
  return (opType, ...inputs) =>
    graph.node(
      opType,
      inputs.map((input) => (typeof input === "number" ? graph.floats([input]) : input)),
      x.shape,
    );
}
