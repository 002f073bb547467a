/** BEiT (Bao et al. 2021) and data2vec for pictures: ViT with a bias by the distance of patches, and keys without a bias. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { prepend } from "../../../graph/layout.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { ACTIVATION_NAMES } from "../../parts/activations.ts";
import { areHeadsEqual, epsilon, layers, sides, size, UNEQUAL_HEADS } from "../../parts/config-fields.ts";
import { encoderLayer, type EncoderOptions } from "../../parts/encoder-layer.ts";
import { gridBias } from "../../parts/vision/grid-bias.ts";
import { pictureInput } from "../../parts/inputs.ts";
import { norm, stack } from "../../parts/layers.ts";
import { patchRows } from "../../parts/vision/patches.ts";
import { VIT_NAMES } from "./vit.ts";

const beitConfig = z
  .object({
    hidden_size: size.default(768),
    num_hidden_layers: layers.default(12),
    num_attention_heads: size.default(12),
    intermediate_size: size.default(3072),
    hidden_act: z.enum(ACTIVATION_NAMES).default("gelu"),
    layer_norm_eps: epsilon.default(1e-12),
    image_size: sides.default([224, 224]),
    patch_size: size.default(16),
    num_channels: size.default(3),
    use_absolute_position_embeddings: z.boolean().default(false),
    use_relative_position_bias: z.boolean().default(false),
    use_shared_relative_position_bias: z.boolean().default(false),
    layer_scale_init_value: z.number().default(0.1),
    use_mean_pooling: z.boolean().default(true),
  })
  .refine(areHeadsEqual, UNEQUAL_HEADS)
  .refine(({ image_size: image, patch_size: patch }) => image.every((side) => patch <= side), {
    path: ["image_size"],
    error: "expected sides of a patch or more",
  });

export const beit = family({
  modelTypes: ["beit", "data2vec-vision"],
  config: beitConfig,
  prefixes: ["beit.", "data2vec_vision.", ""],
  anchor: "embeddings.cls_token",
  spare: [
    /\.relative_position_index$/,
    /(^|\.)embeddings\.mask_token$/,
    /^(beit\.|data2vec_vision\.)?pooler\.layernorm\./,
    // A norm behind the last layer, of the pretraining head.
    /^layernorm\./,
    /^(lm_head|classifier|decode_head|auxiliary_head)\./,
  ],
  build: (building, config) => {
    const { graph, weights } = building;
    const { layer_norm_eps: epsilon, patch_size: patch, num_attention_heads: nHeads } = config;
    const [rows, columns] = config.image_size.map((side) => Math.floor(side / patch)) as [number, number];
    const biasOf = (at: string): Value => {
      const name = `${at}.relative_position_bias.relative_position_bias_table`;
      const table = weights.tensor(name, [(2 * rows - 1) * (2 * columns - 1) + 3, nHeads]);
      return gridBias(graph, table, rows, columns);
    };
    const shared = config.use_shared_relative_position_bias ? [biasOf("encoder")] : [];
    const isScaled = config.layer_scale_init_value > 0;
    const options: EncoderOptions = {
      ...{ names: VIT_NAMES, isNormFirst: true, epsilon, nHeads, keyBias: false },
      nInner: config.intermediate_size,
      activation: config.hidden_act,
      ...(isScaled ? { layerScale: ["lambda_1", "lambda_2"] as const } : {}),
    };
    const states = stack(building, config.num_hidden_layers, embed(building, config), (x, layer) => {
      const at = `encoder.layer.${layer}`;
      const own = config.use_relative_position_bias ? [biasOf(`${at}.attention.attention`)] : [];
      return encoderLayer(building, options, at, x, { layer, masks: [...own, ...shared] });
    });
    const isNormed = !config.use_mean_pooling && weights.has("layernorm.weight");
    graph.output("last_hidden_state", isNormed ? norm(building, "layernorm", states, epsilon) : states);
  },
});

function embed(building: Building, config: z.infer<typeof beitConfig>): Value {
  const { graph, weights } = building;
  const { hidden_size: width, patch_size: patch } = config;
  const pixels = pictureInput(graph, config.num_channels, config.image_size);
  const patches = patchRows(building, "embeddings.patch_embeddings.projection", pixels, {
    ...{ width, sides: [patch, patch] },
  });
  const tokens = prepend(graph, weights.tensor("embeddings.cls_token", [1, 1, width]), patches);
  if (!config.use_absolute_position_embeddings) return tokens;
  const shape = [1, Number(tokens.shape[1]), width];
  return add(graph, tokens, weights.tensor("embeddings.position_embeddings", shape));
}
