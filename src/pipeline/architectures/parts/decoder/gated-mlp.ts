/** The feed-forward layer whose numbers pass through a gate (Shazeer 2020): down(activation(gate(x)) · up(x)). */
import type { Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { activate, type ActivationName } from "../activations.ts";
import { dense, widthOf } from "../layers.ts";

export interface GatedMlp {
  /** Between the maps. */
  readonly nInner: number;
  readonly activation: ActivationName;
  readonly biases: { readonly mlp: boolean };
}

/** @param at The name of the layer's `mlp`. */
export function gatedMlp(building: Building, config: GatedMlp, at: string, x: Value): Value {
  const options = { bias: config.biases.mlp };
  const [gate, up] = ["gate_proj", "up_proj"].map((part) =>
    dense(building, `${at}.${part}`, x, config.nInner, options),
  );
  return gatedDown(building, config, at, { gate: gate!, up: up!, width: widthOf(x) });
}

/** The second half, after the maps in. */
export function gatedDown(
  building: Building,
  { activation, biases }: GatedMlp,
  at: string,
  { gate, up, width }: { readonly gate: Value; readonly up: Value; readonly width: number },
): Value {
  const { graph } = building;
  const inner = graph.node("Mul", [activate(graph, activation, gate), up], up.shape);
  return dense(building, `${at}.down_proj`, inner, width, { bias: biases.mlp });
}
