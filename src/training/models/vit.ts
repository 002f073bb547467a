/** ViT as it is trained to classify pictures. */
import { vitConfig, vitStates } from "#pipeline/architectures/families/vision/vit.ts";
import { dense } from "#pipeline/architectures/parts/layers.ts";
import type { Value } from "#pipeline/graph/graph.ts";
import { firstToken } from "#pipeline/graph/layout.ts";
import { vitConfigFile } from "../export/config-files.ts";
import { encoderParameters } from "./encoder-parameters.ts";
import { bias, norm, positionTable, table, type Parameter } from "./parameter.ts";
import type { VitSize } from "./sizes.ts";
import { asBuilding, type Training } from "./training.ts";

const BODY = "vit.";
/** Kernel of the patches; a matrix [channels × patch × patch, width] during training. */
export const PATCH_KERNEL = `${BODY}embeddings.patch_embeddings.projection`;

export function vitParameters(size: VitSize): Parameter[] {
  const { width, sizePx, patchSizePx } = size;
  return [
    table(`${PATCH_KERNEL}.weight`, 3 * patchSizePx ** 2, width),
    bias(`${PATCH_KERNEL}.bias`, width),
    table(`${BODY}embeddings.cls_token`, 1, width),
    positionTable(
      `${BODY}embeddings.position_embeddings`,
      [(sizePx / patchSizePx) ** 2 + 1, width],
      "grid positions",
    ),
    ...encoderParameters(size, {
      prefix: `${BODY}encoder.layer`,
      self: "attention.attention",
      norms: ["layernorm_before", "layernorm_after"],
    }),
    ...norm(`${BODY}layernorm`, width),
  ];
}

/** @param patches [batch, nPatches, width], row by row. @returns As `vitStates`. */
export function vitModel(training: Training, size: VitSize, patches: Value): Value {
  return vitStates(asBuilding(training, BODY), vitConfig.parse(vitConfigFile(size, [])), patches);
}

/** @param states [batch, 1 + nPatches, width] @returns logits [batch, nClasses], computed from CLS. */
export function vitClasses(training: Training, name: string, states: Value, nClasses: number): Value {
  return dense(asBuilding(training), name, firstToken(training.graph, states), nClasses);
}
