/** The functions between the two maps of a feed-forward layer, by the names that configurations give them. */
import { geluErf, geluTanh } from "../../graph/activation.ts";
import type { Graph, Value } from "../../graph/graph.ts";

type Activation = (graph: Graph, x: Value) => Value;

const relu: Activation = (graph, x) => graph.node("Relu", [x], x.shape);

/** x · sigmoid(factor · x). */
const sigmoidWeighted =
  (factor: number): Activation =>
  (graph, x) => {
    const steep = factor === 1 ? x : graph.node("Mul", [x, graph.floats([factor])], x.shape);
    return graph.node("Mul", [x, graph.node("Sigmoid", [steep], x.shape)], x.shape);
  };

const ACTIVATIONS = {
  gelu: geluErf,
  gelu_python: geluErf,
  gelu_new: geluTanh,
  gelu_fast: geluTanh,
  gelu_accurate: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  gelu_python_tanh: geluTanh,
  quick_gelu: sigmoidWeighted(1.702),
  relu,
  silu: sigmoidWeighted(1),
  swish: sigmoidWeighted(1),
} as const satisfies Readonly<Record<string, Activation>>;

export type ActivationName = keyof typeof ACTIVATIONS;

export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as [ActivationName, ...ActivationName[]];

export function activate(graph: Graph, name: ActivationName, x: Value): Value {
  return ACTIVATIONS[name](graph, x);
}
