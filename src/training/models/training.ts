/** A graph with the parameters under training, which builds the same models as the weights of a checkpoint do. */
import type { Building, Weights } from "#pipeline/architectures/building.ts";
import { Marks } from "#pipeline/architectures/marks.ts";
import type { Graph, Value } from "#pipeline/graph/graph.ts";
import { reshape } from "#pipeline/graph/layout.ts";
import { lookUp } from "#pipeline/graph/lookup.ts";
import { linear } from "#pipeline/graph/matrix-product.ts";
import type { Parameters } from "./parameter.ts";

export interface Training {
  readonly graph: Graph;
  readonly parameters: Parameters;
}

/** @param prefix What the names of the parameters have in front of those that the family uses. */
export function asBuilding({ graph, parameters }: Training, prefix = ""): Building {
  const parameter = (name: string): Value => parameters(prefix + name);
  const weights: Weights = {
    tensor: (name, shape) => {
      const value = parameter(name);
      return value.shape.join() === shape.join() ? value : reshape(graph, value, shape);
    },
    // Parameters are kept as products in ONNX take them.
    product: (x, name) => linear(graph, x, parameter(name)),
    rows: (name, _, indices) => lookUp(graph, parameter(name), indices),
    has: () => true,
  };
  return { graph, weights, marks: new Marks() };
}
