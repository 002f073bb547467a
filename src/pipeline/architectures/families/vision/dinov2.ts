/**
 * DINOv2 (Oquab et al. 2023), also with registers (Darcet et al. 2023): ViT whose layers scale what they add. Pictures may
 * have any size: their positions are interpolated.
 */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import { concat, prepend, split } from "../../../graph/layout.ts";
import type { Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, ACTIVATION_NAMES } from "../../parts/activations.ts";
import { areHeadsEqual, epsilon, layers, sides, size, UNEQUAL_HEADS } from "../../parts/config-fields.ts";
import { encoderLayer, type EncoderNames, type EncoderOptions } from "../../parts/encoder-layer.ts";
import { pictureInput } from "../../parts/inputs.ts";
import { dense, norm, stack } from "../../parts/layers.ts";
import { gridRows, patchGrid } from "../../parts/vision/patches.ts";
import { resizedPositions } from "../../parts/vision/resized-positions.ts";

const FIELDS = {
  hidden_size: size.default(768),
  num_hidden_layers: layers.default(12),
  num_attention_heads: size.default(12),
  mlp_ratio: z.number().min(0.01).max(100).default(4),
  hidden_act: z.enum(ACTIVATION_NAMES).default("gelu"),
  layer_norm_eps: epsilon.default(1e-6),
  image_size: sides.default([224, 224]),
  patch_size: size.default(14),
  num_channels: size.default(3),
  qkv_bias: z.boolean().default(true),
  use_swiglu_ffn: z.boolean().default(false),
};
const UNEQUAL_SIDES = { path: ["image_size"], error: "expected a square, larger than a patch" };

interface Sides {
  readonly image_size: readonly [number, number];
  readonly patch_size: number;
}

const dinov2Config = z.object(FIELDS).refine(areHeadsEqual, UNEQUAL_HEADS).refine(isSquare, UNEQUAL_SIDES);
const withRegistersConfig = z
  .object({ ...FIELDS, patch_size: size.default(16), num_register_tokens: size.default(4) })
  .refine(areHeadsEqual, UNEQUAL_HEADS)
  .refine(isSquare, UNEQUAL_SIDES);
type Dinov2Config = z.infer<typeof dinov2Config> & { readonly num_register_tokens?: number };

const NAMES: EncoderNames = {
  query: "attention.attention.query",
  key: "attention.attention.key",
  value: "attention.attention.value",
  output: "attention.output.dense",
  norms: ["norm1", "norm2"],
  feedForward: ["mlp.fc1", "mlp.fc2"],
};

const COMMON = {
  anchor: "embeddings.cls_token",
  spare: [/(^|\.)embeddings\.mask_token$/, /^classifier\./],
  build: buildDinov2,
};

export const dinov2 = family({
  ...COMMON,
  modelTypes: ["dinov2"],
  config: dinov2Config,
  prefixes: ["dinov2.", ""],
});

export const dinov2WithRegisters = family({
  ...COMMON,
  modelTypes: ["dinov2_with_registers"],
  config: withRegistersConfig,
  prefixes: ["dinov2_with_registers.", ""],
});

function buildDinov2(building: Building, config: Dinov2Config): void {
  const { graph } = building;
  const { hidden_size: width, layer_norm_eps: epsilon } = config;
  const options: EncoderOptions = {
    ...{ names: NAMES, isNormFirst: true, epsilon },
    nHeads: config.num_attention_heads,
    nInner: Math.floor(width * config.mlp_ratio),
    activation: config.hidden_act,
    qkvBias: config.qkv_bias,
    layerScale: ["layer_scale1.lambda1", "layer_scale2.lambda1"],
    ...(config.use_swiglu_ffn ? { feedForward: gated(config) } : {}),
  };
  const states = stack(building, config.num_hidden_layers, embed(building, config), (x, layer) =>
    encoderLayer(building, options, `encoder.layer.${layer}`, x, { layer }),
  );
  graph.output("last_hidden_state", norm(building, "layernorm", states, epsilon));
}

/** CLS, registers and patches, with positions for all but registers: [batch, n, hidden_size]. */
function embed(building: Building, config: Dinov2Config): Value {
  const { graph, weights } = building;
  const { hidden_size: width, patch_size: patch, num_register_tokens: nRegisters } = config;
  const grid = patchGrid(
    building,
    "embeddings.patch_embeddings.projection",
    pictureInput(graph, config.num_channels),
    { width, sides: [patch, patch] },
  );
  const side = sideOf(config);
  const table = weights.tensor("embeddings.position_embeddings", [1, 1 + side * side, width]);
  const cut = (from: number, n: number): Value =>
    graph.node("Slice", [table, ...[from, from + n, 1].map((at) => graph.longs([at]))], [1, n, width]);
  const class_ = add(graph, weights.tensor("embeddings.cls_token", [1, 1, width]), cut(0, 1));
  const before =
    nRegisters === undefined
      ? class_
      : concat(graph, [class_, weights.tensor("embeddings.register_tokens", [1, nRegisters, width])], 1);
  const places = resizedPositions(graph, cut(1, side * side), side, grid, nRegisters !== undefined);
  return prepend(graph, before, add(graph, gridRows(graph, grid), places));
}

/** A feed-forward layer whose one half gates the other (Shazeer 2020). */
function gated({
  hidden_size: width,
  mlp_ratio: ratio,
}: Dinov2Config): NonNullable<EncoderOptions["feedForward"]> {
  const nInner = Math.floor((Math.floor((Math.floor(width * ratio) * 2) / 3) + 7) / 8) * 8;
  return (building, at, x) => {
    const [gate, value] = split(building.graph, dense(building, `${at}.mlp.weights_in`, x, 2 * nInner), 2, 2);
    const open = activate(building.graph, "silu", gate!);
    const inner = building.graph.node("Mul", [open, value!], open.shape);
    return dense(building, `${at}.mlp.weights_out`, inner, width);
  };
}

/** Rows, and columns, of the grid that the positions were learned for. */
function sideOf({ image_size: [height], patch_size: patch }: Sides): number {
  return Math.floor(height / patch);
}

function isSquare(config: Sides): boolean {
  const [height, width] = config.image_size;
  return height === width && sideOf(config) >= 1;
}
