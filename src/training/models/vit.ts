/** ViT (Dosovitskiy et al. 2020) that classifies pictures. */
import { add } from "../graph/arithmetic.ts";
import type { Value } from "../graph/graph.ts";
import { firstToken, prepend } from "../graph/layout.ts";
import { encode, encoderParameters, type EncoderStyle } from "./encoder.ts";
import { denseLayer, normLayer, type Building, type ModelSize } from "./layers.ts";
import { bias, norm, positionTable, table, type Parameter } from "./parameter.ts";

export interface VitSize extends ModelSize {
  /** Side of a picture and of a patch, in pixels. */
  readonly sizePx: number;
  readonly patchSizePx: number;
}

const EPSILON = 1e-12;
const STYLE: EncoderStyle = {
  prefix: "vit.encoder.layer",
  self: "attention.attention",
  norms: ["layernorm_before", "layernorm_after"],
  isPreNorm: true,
};
/** Kernel of the patches; a matrix [channels × patch × patch, width] during training. */
export const PATCH_KERNEL = "vit.embeddings.patch_embeddings.projection";

export function vitParameters(size: VitSize): Parameter[] {
  const { width, sizePx, patchSizePx } = size;
  return [
    table(`${PATCH_KERNEL}.weight`, 3 * patchSizePx ** 2, width),
    bias(`${PATCH_KERNEL}.bias`, width),
    table("vit.embeddings.cls_token", 1, width),
    positionTable(
      "vit.embeddings.position_embeddings",
      [(sizePx / patchSizePx) ** 2 + 1, width],
      "grid positions",
    ),
    ...encoderParameters(size, STYLE),
    ...norm("vit.layernorm", width),
  ];
}

/**
 * @param patches [batch, nPatches, width], row by row.
 * @returns Normalized states of CLS and all patches, [batch, 1 + nPatches, width].
 */
export function vitStates(building: Building, size: VitSize, patches: Value): Value {
  const { graph, weights } = building;
  const tokens = prepend(graph, weights("vit.embeddings.cls_token"), patches);
  const start = add(graph, tokens, weights("vit.embeddings.position_embeddings"));
  const states = encode(building, size, STYLE, start).at(-1);
  return normLayer(building, "vit.layernorm", states, EPSILON);
}

/** @param states [batch, 1 + nPatches, width] @returns logits [batch, nClasses], computed from CLS. */
export function vitClasses(building: Building, name: string, states: Value): Value {
  return denseLayer(building, name, firstToken(building.graph, states));
}
