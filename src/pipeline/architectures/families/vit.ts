/** ViT (Dosovitskiy et al. 2020): patches of a picture as tokens behind CLS, then layers that normalize before each step. */
import { z } from "zod";
import { add } from "../../graph/arithmetic.ts";
import type { Value } from "../../graph/graph.ts";
import { prepend } from "../../graph/layout.ts";
import type { Building } from "../building.ts";
import { family } from "../family.ts";
import { ACTIVATION_NAMES } from "../parts/activations.ts";
import { epsilon, layers, sides, size } from "../parts/config-fields.ts";
import { encoderLayer, type EncoderNames } from "../parts/encoder-layer.ts";
import { pictureInput } from "../parts/inputs.ts";
import { norm, stack } from "../parts/layers.ts";
import { patchRows } from "../parts/patches.ts";

export const vitConfig = z
  .object({
    hidden_size: size,
    num_hidden_layers: layers,
    num_attention_heads: size,
    intermediate_size: size,
    hidden_act: z.enum(ACTIVATION_NAMES).default("gelu"),
    layer_norm_eps: epsilon.default(1e-12),
    image_size: sides.default([224, 224]),
    patch_size: sides.default([16, 16]),
    num_channels: size.default(3),
    qkv_bias: z.boolean().default(true),
  })
  .refine(({ hidden_size: width, num_attention_heads: nHeads }) => width % nHeads === 0, {
    path: ["num_attention_heads"],
    error: "expected a divisor of hidden_size",
  });
export type VitConfig = z.infer<typeof vitConfig>;

const NAMES: EncoderNames = {
  query: "attention.attention.query",
  key: "attention.attention.key",
  value: "attention.attention.value",
  output: "attention.output.dense",
  norms: ["layernorm_before", "layernorm_after"],
  feedForward: ["intermediate.dense", "output.dense"],
};

export const vit = family({
  modelTypes: ["vit"],
  config: vitConfig,
  prefixes: ["vit.", ""],
  anchor: "embeddings.cls_token",
  spare: [/^(vit\.)?pooler\.dense\./, /^classifier\./, /(^|\.)embeddings\.mask_token$/, /^decoder\./],
  build: (building, config) => {
    const pixels = pictureInput(building.graph, config.num_channels, config.image_size);
    const patches = patchRows(building, "embeddings.patch_embeddings.projection", pixels, {
      width: config.hidden_size,
      sides: config.patch_size,
    });
    building.graph.output("last_hidden_state", vitStates(building, config, patches));
  },
});

/**
 * @param patches [batch, nPatches, hidden_size], row by row.
 * @returns Normalized states of CLS and all patches, [batch, 1 + nPatches, hidden_size].
 */
export function vitStates(building: Building, config: VitConfig, patches: Value): Value {
  const { graph, weights } = building;
  const { hidden_size: width, layer_norm_eps: epsilon } = config;
  const tokens = prepend(graph, weights.tensor("embeddings.cls_token", [1, 1, width]), patches);
  const places = weights.tensor("embeddings.position_embeddings", [1, Number(tokens.shape[1]), width]);
  const options = {
    ...{ names: NAMES, isNormFirst: true, epsilon },
    nHeads: config.num_attention_heads,
    nInner: config.intermediate_size,
    activation: config.hidden_act,
    qkvBias: config.qkv_bias,
  };
  const states = stack(building, config.num_hidden_layers, add(graph, tokens, places), (x, layer) =>
    encoderLayer(building, options, `encoder.layer.${layer}`, x, { layer }),
  );
  return norm(building, "layernorm", states, epsilon);
}
