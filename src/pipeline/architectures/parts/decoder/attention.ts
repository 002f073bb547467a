/** Self-attention of a decoder with rotary positions, whose heads may share keys (Ainslie et al. 2023). */
import type { Graph, Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { attend, splitHeads, type AttentionParts } from "../attention.ts";
import { dense } from "../layers.ts";
import { rotate, rotateNeighbors, type Rotation } from "../rope/rotation.ts";
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

/** A place in a model whose layers all turn queries and keys. */
export interface RotatedPlace extends Place {
  readonly rotation: Rotation;
}

/** @param x [batch, length, width], normalized. @returns As x. */
export function groupedAttention(building: Building, decoder: Decoder, place: Place, x: Value): Value {
  return attendRotated(building, decoder, place, projectHeads(building, decoder, place.at, x));
}

/** Queries, keys and values: [batch, heads, length, dHead]; queries and keys are normalized where a model does so. */
function projectHeads(building: Building, decoder: Decoder, at: string, x: Value): AttentionParts {
  const { nHeads, nKvHeads, dHead, biases, norm, qkNorm, clip } = decoder;
  const project = (part: "q" | "k" | "v", n: number): Value => {
    const name = `${at}.self_attn.${part}`;
    const projected = dense(building, `${name}_proj`, x, n * dHead, { bias: biases.qkv });
    const all = clip === undefined ? projected : clipped(building.graph, projected, clip);
    if (qkNorm === undefined || part === "v") return splitHeads(building.graph, all, n);
    const normed = (value: Value): Value => qkNorm.apply(building, norm, name, value);
    if (qkNorm.isOfWidth) return splitHeads(building.graph, normed(all), n);
    return normed(splitHeads(building.graph, all, n));
  };
  return { q: project("q", nHeads), k: project("k", nKvHeads), v: project("v", nKvHeads) };
}

function clipped(graph: Graph, x: Value, most: number): Value {
  return graph.node("Clip", [x, graph.floats([-most]), graph.floats([most])], x.shape);
}

/** Rotates queries and keys, attends, and maps what the heads have read back to the width of the model. */
export function attendRotated(
  building: Building,
  { width, biases, scoreScale, softcap, pairs = "halves" }: Decoder,
  { at, layer, masks, rotation }: Place,
  { q, k, v }: AttentionParts,
): Value {
  const turn = pairs === "halves" ? rotate : rotateNeighbors;
  const turned = (x: Value): Value => (rotation ? turn(building.graph, x, rotation) : x);
  const scale = scoreScale === undefined ? {} : { scale: scoreScale };
  const options = { layer, masks, softcap, ...scale };
  const mixed = attend(building, { q: turned(q), k: turned(k), v }, options);
  return dense(building, `${at}.self_attn.o_proj`, mixed, width, { bias: biases.output });
}
