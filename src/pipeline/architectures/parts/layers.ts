/** Linear maps, norms, and the stack of layers that every transformer has. */
import { add } from "../../graph/arithmetic.ts";
import type { Value } from "../../graph/graph.ts";
import { layerNorm } from "../../graph/layer-norm.ts";
import { linear } from "../../graph/matrix-product.ts";
import type { Building } from "../building.ts";

/** x · Wᵀ + b, as `torch.nn.Linear` stores them. @param options.bias Whether it has one. */
export function dense(
  { graph, weights }: Building,
  name: string,
  x: Value,
  nOutputs: number,
  options: { readonly bias?: boolean } = {},
): Value {
  const product = weights.product(x, `${name}.weight`, nOutputs);
  return options.bias === false ? product : add(graph, product, weights.tensor(`${name}.bias`, [nOutputs]));
}

/** x · W + b, with W stored as [inputs, outputs]: the `Conv1D` of GPT-2. */
export function denseAsStored({ graph, weights }: Building, name: string, x: Value, nOutputs: number): Value {
  const product = linear(graph, x, weights.tensor(`${name}.weight`, [widthOf(x), nOutputs]));
  return add(graph, product, weights.tensor(`${name}.bias`, [nOutputs]));
}

/** Layer normalization (Ba et al. 2016) over the last axis. */
export function norm({ graph, weights }: Building, name: string, x: Value, epsilon: number): Value {
  const shape = [widthOf(x)];
  const [weight, bias] = [weights.tensor(`${name}.weight`, shape), weights.tensor(`${name}.bias`, shape)];
  return layerNorm(graph, x, { weight, bias, epsilon });
}

/** Layers one after the other on a residual stream; between any two of them, the model can be cut. */
export function stack(
  { marks }: Building,
  nLayers: number,
  start: Value,
  layer: (x: Value, layer: number) => Value,
): Value {
  let x = start;
  for (let i = 0; i < nLayers; i++) {
    marks.cut(x);
    x = layer(x, i);
  }
  marks.cut(x);
  return x;
}

/** Size of the last axis. */
export function widthOf(x: Value): number {
  return Number(x.shape.at(-1));
}
