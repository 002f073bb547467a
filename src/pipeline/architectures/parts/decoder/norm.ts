/** The norms of decoders: by root mean square, or by mean and variance. */
import type { Value } from "../../../graph/graph.ts";
import { layerNorm } from "../../../graph/layer-norm.ts";
import type { Building } from "../../building.ts";
import { widthOf } from "../layers.ts";
import { rmsNorm, type RmsNorm } from "../rms-norm.ts";

export type DecoderNorm =
  | ({ readonly kind: "rms" } & RmsNorm)
  /** Ba et al. 2016; some models do without its bias, or without both. */
  | {
      readonly kind: "layer";
      readonly epsilon: number;
      readonly hasWeight: boolean;
      readonly hasBias: boolean;
    };

/** Over the last axis. @param name That of the norm's weights. */
export function normalize(building: Building, norm: DecoderNorm, name: string, x: Value): Value {
  if (norm.kind === "rms") return rmsNorm(building, name, x, norm);
  const { graph, weights } = building;
  const [width, { epsilon, hasWeight, hasBias }] = [widthOf(x), norm];
  const constant = (number: number): Value =>
    graph.floats(
      Array.from({ length: width }, () => number),
      [width],
    );
  const weight = hasWeight ? weights.tensor(`${name}.weight`, [width]) : constant(1);
  const bias = hasBias ? weights.tensor(`${name}.bias`, [width]) : constant(0);
  return layerNorm(graph, x, { weight, bias, epsilon });
}
