/** Qwen2 (Yang et al. 2024) and Qwen3 (2025): LLaMA with biases at queries, keys and values, or with norms of queries and keys. */
import { z } from "zod";
import {
  decoderKeys,
  kindsOf,
  layerKindKeys,
  plainDecoder,
  type Decoder,
  type DecoderKeys,
  type LayerKindKeys,
} from "../../parts/decoder/config.ts";
import { normOfHeads } from "../../parts/decoder/qk-norm.ts";
import { decoderFamily } from "../../parts/decoder/stack.ts";
import { configOf, type Refuse } from "../../parts/refusals.ts";
import { llamaBlock } from "./llama.ts";

const windowKeys = {
  ...layerKindKeys,
  use_sliding_window: z.boolean().default(false),
  // How many layers, from the first, see everything before them although others have a window.
  max_window_layers: z
    .int()
    .min(0)
    .max(1 << 24)
    .default(28),
};
type WindowKeys = z.infer<z.ZodObject<typeof windowKeys>>;

function withWindows(config: DecoderKeys & WindowKeys & LayerKindKeys, refuse: Refuse): Decoder {
  if (!config.use_sliding_window) {
    if (config.layer_types?.includes("sliding_attention"))
      refuse(["use_sliding_window"], "true, because some of layer_types are sliding_attention");
    return plainDecoder(config, refuse);
  }
  const { sliding_window: window = 4096, max_window_layers: nWhole } = config;
  const isWindowed = (layer: number): boolean => Boolean(window) && layer >= nWhole;
  const kinds = kindsOf(
    { ...config, sliding_window: window },
    (layer) => (isWindowed(layer) ? "sliding_attention" : "full_attention"),
    refuse,
  );
  return plainDecoder(config, refuse, { kinds, window });
}

export const qwen2 = decoderFamily({
  modelTypes: ["qwen2"],
  config: configOf({ ...decoderKeys, ...windowKeys }, (config, refuse) => ({
    ...withWindows(config, refuse),
    biases: { qkv: true, output: false, mlp: false },
  })),
  block: llamaBlock,
});

export const qwen3 = decoderFamily({
  modelTypes: ["qwen3"],
  config: configOf(
    { ...decoderKeys, ...windowKeys, attention_bias: z.boolean().default(false) },
    ({ attention_bias: bias, ...config }, refuse) => ({
      // Not the width divided by the heads.
      ...withWindows({ ...config, head_dim: config.head_dim ?? 128 }, refuse),
      biases: { qkv: bias, output: bias, mlp: false },
      qkNorm: normOfHeads,
    }),
  ),
  block: llamaBlock,
});
