/**
 * Gemma 1, 2 and 3 (Gemma Team 2024, 2025): words times the root of the width, norms around 1; from Gemma 2 on also
 * norms behind each step and layers with a window; in Gemma 2 a bound on scores, in Gemma 3 norms of queries and keys.
 */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { ACTIVATION_NAMES, type ActivationName } from "../../parts/activations.ts";
import { headWidth, heads, layers, size } from "../../parts/config-fields.ts";
import { groupedAttention } from "../../parts/decoder/attention.ts";
import {
  decoderKeys,
  kindsOf,
  layerKindKeys,
  plainDecoder,
  type Decoder,
  type DecoderOptions,
} from "../../parts/decoder/config.ts";
import { gatedMlp } from "../../parts/decoder/gated-mlp.ts";
import { normalize } from "../../parts/decoder/norm.ts";
import { normOfHeads } from "../../parts/decoder/qk-norm.ts";
import { decoderFamily, type Block } from "../../parts/decoder/stack.ts";
import { configOf, type Refuse } from "../../parts/refusals.ts";
import { ropeBase, type LayerKind } from "../../parts/rope/config.ts";
import { llamaBlock } from "./llama.ts";

/** Norms before and behind each step. */
const block: Block = (building, decoder, place, x) => {
  const { at } = place;
  const norm = (name: string, value: Value): Value =>
    normalize(building, decoder.norm, `${at}.${name}`, value);
  const read = groupedAttention(building, decoder, place, norm("input_layernorm", x));
  const between = add(building.graph, x, norm("post_attention_layernorm", read));
  const normed = norm("pre_feedforward_layernorm", between);
  const fed = gatedMlp(building, decoder, `${at}.mlp`, normed);
  return add(building.graph, between, norm("post_feedforward_layernorm", fed));
};

const gemmaKeys = {
  ...decoderKeys,
  head_dim: headWidth.default(256),
  attention_bias: z.boolean().default(false),
  hidden_activation: z.enum(ACTIVATION_NAMES).nullish(),
};
/** Tokens see no later ones. */
const causalKeys = { use_bidirectional_attention: z.literal(false).nullish() };
type GemmaKeys = z.infer<z.ZodObject<typeof gemmaKeys>>;

const laterKeys = {
  ...gemmaKeys,
  ...layerKindKeys,
  sliding_window: size.nullable().default(4096),
  query_pre_attn_scalar: z.number().gt(0).max(1e9).default(256),
};

function gemmaDecoder(
  config: GemmaKeys,
  activation: ActivationName,
  refuse: Refuse,
  options: DecoderOptions = {},
): Decoder {
  const { attention_bias: bias } = config;
  const plain = plainDecoder(config, refuse, options);
  return {
    ...plain,
    activation,
    norm: { kind: "rms", epsilon: plain.norm.epsilon, isAroundOne: true },
    biases: { qkv: bias, output: bias, mlp: false },
    wordScale: Math.sqrt(plain.width),
  };
}

const TANH = "gelu_pytorch_tanh";

export const gemma = decoderFamily({
  modelTypes: ["gemma"],
  isTied: true,
  config: configOf(
    { ...gemmaKeys, ...causalKeys, hidden_act: z.enum(ACTIVATION_NAMES).default(TANH) },
    (config, refuse) => {
      const { hidden_activation: chosen, hidden_act: named } = config;
      // The first configurations say gelu and were trained with its approximation.
      return gemmaDecoder(config, chosen ?? (named === "gelu" ? TANH : named), refuse);
    },
  ),
  block: llamaBlock,
});

export const gemma2 = decoderFamily({
  modelTypes: ["gemma2"],
  isTied: true,
  config: configOf(
    { ...laterKeys, ...causalKeys, attn_logit_softcapping: z.number().gt(0).max(1e9).nullable().default(50) },
    (config, refuse) => {
      const { attn_logit_softcapping: softcap, sliding_window: window } = config;
      const kinds = kindsOf(
        config,
        (layer) => (layer % 2 === 0 ? "sliding_attention" : "full_attention"),
        refuse,
      );
      return {
        ...gemmaDecoder(config, config.hidden_activation ?? TANH, refuse, { kinds, window }),
        scoreScale: config.query_pre_attn_scalar ** -0.5,
        ...(softcap === null ? {} : { softcap }),
      };
    },
  ),
  block,
});

const gemma3Config = configOf(
  {
    ...laterKeys,
    // Configurations leave out what the class has as a default.
    vocab_size: size.default(262_208),
    hidden_size: size.default(2304),
    intermediate_size: size.default(9216),
    num_hidden_layers: layers.default(26),
    num_attention_heads: heads.default(8),
    num_key_value_heads: heads.default(4),
    max_position_embeddings: size.default(131_072),
    attn_logit_softcapping: z.null().default(null),
    sliding_window_pattern: layers.nullish(),
    rope_local_base_freq: ropeBase.default(10_000),
    use_bidirectional_attention: z.boolean().nullish(),
  },
  (config, refuse) => {
    const pattern = config.sliding_window_pattern ?? 6;
    const kindOf = (layer: number): LayerKind =>
      (layer + 1) % pattern === 0 ? "full_attention" : "sliding_attention";
    const { rope_local_base_freq: localBase, use_bidirectional_attention: both } = config;
    // EmbeddingGemma: the window is as wide, but its middle is the token itself.
    const window =
      both && config.sliding_window ? Math.floor(config.sliding_window / 2) + 1 : config.sliding_window;
    const options = { kinds: kindsOf(config, kindOf, refuse), window, base: 1_000_000, localBase };
    return {
      ...gemmaDecoder(config, config.hidden_activation ?? TANH, refuse, options),
      scoreScale: config.query_pre_attn_scalar ** -0.5,
      qkNorm: normOfHeads,
      isBidirectional: both ?? config.is_causal === false,
    };
  },
);

export const gemma3Text = decoderFamily({
  modelTypes: ["gemma3_text"],
  isTied: true,
  config: gemma3Config,
  block,
});

/** The tower for texts of the model that also reads pictures. */
export const gemma3 = decoderFamily({
  modelTypes: ["gemma3"],
  isTied: true,
  config: z.object({ text_config: gemma3Config }).transform(({ text_config: text }) => text),
  prefixes: ["model.language_model.", "language_model.model.", "model.", ""],
  block,
});
