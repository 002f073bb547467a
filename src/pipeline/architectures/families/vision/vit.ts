/** ViT (Dosovitskiy et al. 2020): patches of a picture as tokens behind CLS, then layers that normalize before each step. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { concat, prepend } from "../../../graph/layout.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { ACTIVATION_NAMES } from "../../parts/activations.ts";
import { areHeadsEqual, epsilon, layers, sides, size, UNEQUAL_HEADS } from "../../parts/config-fields.ts";
import { encoderLayer, type EncoderNames } from "../../parts/encoder-layer.ts";
import { pictureInput } from "../../parts/inputs.ts";
import { norm, stack } from "../../parts/layers.ts";
import { patchRows } from "../../parts/vision/patches.ts";

export const vitConfig = z
  .object({
    hidden_size: size.default(768),
    num_hidden_layers: layers.default(12),
    num_attention_heads: size.default(12),
    intermediate_size: size.default(3072),
    hidden_act: z.enum(ACTIVATION_NAMES).default("gelu"),
    layer_norm_eps: epsilon.default(1e-12),
    image_size: sides.default([224, 224]),
    patch_size: sides.default([16, 16]),
    num_channels: size.default(3),
    qkv_bias: z.boolean().default(true),
  })
  .refine(areHeadsEqual, UNEQUAL_HEADS);
export type VitConfig = z.infer<typeof vitConfig>;

/** Names of a layer's parts. */
export const VIT_NAMES: EncoderNames = {
  query: "attention.attention.query",
  key: "attention.attention.key",
  value: "attention.attention.value",
  output: "attention.output.dense",
  norms: ["layernorm_before", "layernorm_after"],
  feedForward: ["intermediate.dense", "output.dense"],
};
/** As modules are called in version 5 of transformers, which saves the names above all the same unless it is told not to. */
const LATER_NAMES: EncoderNames = {
  query: "attention.q_proj",
  key: "attention.k_proj",
  value: "attention.v_proj",
  output: "attention.o_proj",
  norms: ["layernorm_before", "layernorm_after"],
  feedForward: ["mlp.fc1", "mlp.fc2"],
};

export const vit = family({
  modelTypes: ["vit", "vit_msn"],
  config: vitConfig,
  prefixes: ["vit.", ""],
  anchor: "embeddings.cls_token",
  spare: [/^(vit\.)?pooler\.dense\./, /^classifier\./, /(^|\.)embeddings\.mask_token$/, /^decoder\./],
  build: buildVit,
});

/** @param specials Learned tokens in front of the patches. */
export function buildVit(building: Building, config: VitConfig, specials?: readonly string[]): void {
  const pixels = pictureInput(building.graph, config.num_channels, config.image_size);
  const patches = patchRows(building, "embeddings.patch_embeddings.projection", pixels, {
    width: config.hidden_size,
    sides: config.patch_size,
  });
  building.graph.output("last_hidden_state", vitStates(building, config, patches, specials));
}

/**
 * @param patches [batch, nPatches, hidden_size], row by row.
 * @param specials Learned tokens in front of the patches, of which there are n.
 * @returns Normalized states of all tokens, [batch, n + nPatches, hidden_size].
 */
export function vitStates(
  building: Building,
  config: VitConfig,
  patches: Value,
  specials: readonly string[] = ["cls_token"],
): Value {
  const { graph, weights } = building;
  const { hidden_size: width, layer_norm_eps: epsilon } = config;
  const learned = specials.map((name) => weights.tensor(`embeddings.${name}`, [1, 1, width]));
  const [first] = learned;
  const before = learned.length === 1 && first ? first : concat(graph, learned, 1);
  const tokens = prepend(graph, before, patches);
  const places = weights.tensor("embeddings.position_embeddings", [1, Number(tokens.shape[1]), width]);
  const [now, later] = [`encoder.layer.0.${VIT_NAMES.query}.weight`, `layers.0.${LATER_NAMES.query}.weight`];
  const isLater = weights.has(later) && !weights.has(now);
  const options = {
    ...{ names: isLater ? LATER_NAMES : VIT_NAMES, isNormFirst: true, epsilon },
    nHeads: config.num_attention_heads,
    nInner: config.intermediate_size,
    activation: config.hidden_act,
    qkvBias: config.qkv_bias,
  };
  const path = isLater ? "layers" : "encoder.layer";
  const states = stack(building, config.num_hidden_layers, add(graph, tokens, places), (x, layer) =>
    encoderLayer(building, options, `${path}.${layer}`, x, { layer }),
  );
  return norm(building, "layernorm", states, epsilon);
}
