/**
 * LLaMA (Touvron et al. 2023), and the models that compute as it does: norms by root mean square before each step,
 * rotary positions, and a feed-forward layer with a gate.
 */
import { z } from "zod";
import { add, scale } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { layers, size } from "../../parts/config-fields.ts";
import { groupedAttention } from "../../parts/decoder/attention.ts";
import {
  decoderKeys,
  kindsOf,
  layerKindKeys,
  plainDecoder,
  type Decoder,
} from "../../parts/decoder/config.ts";
import { gatedMlp } from "../../parts/decoder/gated-mlp.ts";
import { normalize } from "../../parts/decoder/norm.ts";
import { decoderFamily, type Block } from "../../parts/decoder/stack.ts";
import { configOf } from "../../parts/refusals.ts";
import type { LayerKind } from "../../parts/rope/config.ts";

export const llamaBlock: Block = (building, decoder, place, x) => {
  const { at } = place;
  const norm = (name: string, value: Value): Value =>
    normalize(building, decoder.norm, `${at}.${name}`, value);
  const step = (before: Value, added: Value): Value => {
    const { residualScale: by } = decoder;
    return add(building.graph, before, by === undefined ? added : scale(building.graph, added, by));
  };
  const between = step(x, groupedAttention(building, decoder, place, norm("input_layernorm", x)));
  return step(between, gatedMlp(building, decoder, `${at}.mlp`, norm("post_attention_layernorm", between)));
};

const biasKeys = { attention_bias: z.boolean().default(false), mlp_bias: z.boolean().default(false) };

function biasesOf(config: z.infer<z.ZodObject<typeof biasKeys>>): Decoder["biases"] {
  const { attention_bias: attention, mlp_bias: mlp } = config;
  return { qkv: attention, output: attention, mlp };
}

/** Also Vicuna, TinyLlama, SmolLM, and others that say that they are LLaMA. */
export const llama = decoderFamily({
  modelTypes: ["llama"],
  config: configOf(
    { ...decoderKeys, ...biasKeys, rope_interleaved: z.literal(false).default(false) },
    (config, refuse) => ({ ...plainDecoder(config, refuse), biases: biasesOf(config) }),
  ),
  block: llamaBlock,
});

/** Mistral (Jiang et al. 2023): with a sliding window, in every layer or in those that the configuration names. */
export const mistral = decoderFamily({
  modelTypes: ["mistral", "ministral"],
  config: configOf(
    { ...decoderKeys, ...layerKindKeys, sliding_window: size.nullable().default(4096) },
    (config, refuse) => {
      const window = config.sliding_window;
      const kinds = kindsOf(config, () => (window ? "sliding_attention" : "full_attention"), refuse);
      return plainDecoder(config, refuse, { kinds, window });
    },
  ),
  block: llamaBlock,
});

const scaleOf = z.number().min(-1e9).max(1e9);

/** Granite (IBM 2024): factors at words, scores and what each step adds. */
export const granite = decoderFamily({
  modelTypes: ["granite"],
  config: configOf(
    {
      ...decoderKeys,
      ...biasKeys,
      embedding_multiplier: scaleOf.default(1),
      attention_multiplier: scaleOf.default(1),
      residual_multiplier: scaleOf.default(1),
    },
    (config, refuse) => ({
      ...plainDecoder(config, refuse),
      biases: biasesOf(config),
      wordScale: config.embedding_multiplier,
      scoreScale: config.attention_multiplier,
      residualScale: config.residual_multiplier,
    }),
  ),
  block: llamaBlock,
});

/** SmolLM3 (Hugging Face 2025): every fourth layer does without positions. */
export const smollm3 = decoderFamily({
  modelTypes: ["smollm3"],
  isTied: true,
  config: configOf(
    {
      ...decoderKeys,
      ...biasKeys,
      ...layerKindKeys,
      use_sliding_window: z.boolean().default(false),
      // 1 for layers with rotary positions, 0 for those without.
      no_rope_layers: z.array(z.union([z.literal(0), z.literal(1)])).nullish(),
      no_rope_layer_interval: layers.default(4),
    },
    (config, refuse) => {
      const { num_hidden_layers: nLayers, no_rope_layers: given, use_sliding_window: slides } = config;
      if (given && given.length < nLayers) refuse(["no_rope_layers"], `${nLayers} numbers, one per layer`);
      const turns = (layer: number): boolean =>
        given ? given[layer] === 1 : (layer + 1) % config.no_rope_layer_interval !== 0;
      const window = slides ? config.sliding_window : undefined;
      const kindOf = (layer: number): LayerKind =>
        window && !turns(layer) ? "sliding_attention" : "full_attention";
      const kinds = slides ? kindsOf(config, kindOf, refuse) : [];
      const decoder = plainDecoder(config, refuse, { base: 2_000_000, kinds, window });
      const layers = decoder.layers.map((layer, i) => (turns(i) ? layer : { ...layer, rope: undefined }));
      return { ...decoder, biases: biasesOf(config), layers };
    },
  ),
  block: llamaBlock,
});
