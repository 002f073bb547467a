/**
 * Command R (Cohere 2024): both steps of a layer side by side, norms without a bias, neighbors rotated. Command R7B:
 * layers with a window, and between them layers that do without positions.
 */
import { z } from "zod";
import { epsilon, layers, size } from "../../parts/config-fields.ts";
import {
  decoderKeys,
  kindsOf,
  layerKindKeys,
  plainDecoder,
  type Decoder,
  type DecoderKeys,
  type DecoderOptions,
} from "../../parts/decoder/config.ts";
import { normOfEachHead } from "../../parts/decoder/qk-norm.ts";
import { decoderFamily } from "../../parts/decoder/stack.ts";
import { configOf, type Refuse } from "../../parts/refusals.ts";
import type { LayerKind } from "../../parts/rope/config.ts";
import { parallelBlock } from "./stablelm.ts";

const keys = {
  ...decoderKeys,
  layer_norm_eps: epsilon.default(1e-5),
  attention_bias: z.boolean().default(false),
};

function commandR(
  config: DecoderKeys & { readonly layer_norm_eps: number; readonly attention_bias: boolean },
  refuse: Refuse,
  options?: DecoderOptions,
): Decoder {
  const { layer_norm_eps: epsilon, attention_bias: bias } = config;
  return {
    ...plainDecoder(config, refuse, options),
    norm: { kind: "layer", epsilon, hasWeight: true, hasBias: false },
    biases: { qkv: bias, output: bias, mlp: false },
    pairs: "neighbors",
  };
}

const qkNorm = normOfEachHead(({ weights }, name, shape) => weights.tensor(`${name}_norm.weight`, shape));

export const cohere = decoderFamily({
  modelTypes: ["cohere"],
  isTied: true,
  config: configOf({ ...keys, use_qk_norm: z.boolean().default(false) }, (config, refuse) => ({
    ...commandR(config, refuse),
    ...(config.use_qk_norm ? { qkNorm } : {}),
  })),
  block: parallelBlock,
});

export const cohere2 = decoderFamily({
  modelTypes: ["cohere2"],
  isTied: true,
  config: configOf(
    {
      ...keys,
      ...layerKindKeys,
      sliding_window: size.nullable().default(4096),
      sliding_window_pattern: layers.nullish(),
    },
    (config, refuse) => {
      const pattern = config.sliding_window_pattern ?? 4;
      const kindOf = (layer: number): LayerKind =>
        (layer + 1) % pattern === 0 ? "full_attention" : "sliding_attention";
      const kinds = kindsOf(config, kindOf, refuse);
      const decoder = commandR(config, refuse, { kinds, window: config.sliding_window });
      return {
        ...decoder,
        layers: decoder.layers.map((layer) => (layer.window ? layer : { ...layer, rope: undefined })),
      };
    },
  ),
  block: parallelBlock,
});
