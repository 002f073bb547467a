/** Self-attention of a decoder with rotary positions, whose heads may share keys (Ainslie et al. 2023). */
import type { Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { attend, splitHeads, type AttentionParts } from "../attention.ts";
import { dense } from "../layers.ts";
import { rmsNorm } from "../rms-norm.ts";
import { rotate, type Rotation } from "../rope/rotation.ts";
import type { Decoder } from "./config.ts";

/** A layer's place in the model. */
export interface Place {
  /** The name of its weights. */
  readonly at: string;
  readonly layer: number;
  /** Added to the scores. */
  readonly masks: readonly Value[];
  readonly rotation: Rotation | undefined;
}

/** @param x [batch, length, width], normalized. @returns As x. */
export function groupedAttention(building: Building, decoder: Decoder, place: Place, x: Value): Value {
  return attendRotated(building, decoder, place, projectHeads(building, decoder, place.at, x));
}

/** Queries, keys and values: [batch, heads, length, dHead]; queries and keys are normalized where a model does so. */
function projectHeads(building: Building, decoder: Decoder, at: string, x: Value): AttentionParts {
  const { nHeads, nKvHeads, dHead, biases, qkNorm, norm } = decoder;
  const project = (part: "q" | "k" | "v", n: number): Value => {
    const name = `${at}.self_attn.${part}`;
    const normed = (value: Value): Value => rmsNorm(building, `${name}_norm`, value, norm);
    const isNormed = part !== "v";
    const all = dense(building, `${name}_proj`, x, n * dHead, { bias: biases.qkv });
    const heads = splitHeads(building.graph, isNormed && qkNorm === "width" ? normed(all) : all, n);
    return isNormed && qkNorm === "head" ? normed(heads) : heads;
  };
  return { q: project("q", nHeads), k: project("k", nKvHeads), v: project("v", nKvHeads) };
}

/** Rotates queries and keys, attends, and maps what the heads have read back to the width of the model. */
export function attendRotated(
  building: Building,
  { width, biases, scoreScale, softcap }: Decoder,
  { at, layer, masks, rotation }: Place,
  { q, k, v }: AttentionParts,
): Value {
  const turned = (x: Value): Value => (rotation ? rotate(building.graph, x, rotation) : x);
  const scale = scoreScale === undefined ? {} : { scale: scoreScale };
  const options = { layer, masks, softcap, ...scale };
  const mixed = attend(building, { q: turned(q), k: turned(k), v }, options);
  return dense(building, `${at}.self_attn.o_proj`, mixed, width, { bias: biases.output });
}
