/**
 * OLMo (Groeneveld et al. 2024): LLaMA with norms that learn nothing. OLMo 2 and 3 (2024, 2025): norms behind each step
 * instead of before it, and norms over all queries and all keys of a token.
 */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { epsilon, size } from "../../parts/config-fields.ts";
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
import { normOfWidth } from "../../parts/decoder/qk-norm.ts";
import { decoderFamily, type Block } from "../../parts/decoder/stack.ts";
import { configOf } from "../../parts/refusals.ts";
import { llamaBlock } from "./llama.ts";

const block: Block = (building, decoder, place, x) => {
  const { at } = place;
  const norm = (name: string, value: Value): Value =>
    normalize(building, decoder.norm, `${at}.${name}`, value);
  const read = groupedAttention(building, decoder, place, x);
  const between = add(building.graph, x, norm("post_attention_layernorm", read));
  const fed = gatedMlp(building, decoder, `${at}.mlp`, between);
  return add(building.graph, between, norm("post_feedforward_layernorm", fed));
};

const keys = { ...decoderKeys, attention_bias: z.boolean().default(false) };

function biasesOf(bias: boolean): Decoder["biases"] {
  return { qkv: bias, output: bias, mlp: false };
}

export const olmo = decoderFamily({
  modelTypes: ["olmo"],
  config: configOf({ ...keys, clip_qkv: z.number().gt(0).max(1e9).nullish() }, (config, refuse) => ({
    ...plainDecoder(config, refuse),
    biases: biasesOf(config.attention_bias),
    norm: { kind: "layer", epsilon: 1e-5, hasWeight: false, hasBias: false } as const,
    ...(config.clip_qkv ? { clip: config.clip_qkv } : {}),
  })),
  block: llamaBlock,
});

const laterKeys = { ...keys, rms_norm_eps: epsilon.default(1e-5) };

export const olmo2 = decoderFamily({
  modelTypes: ["olmo2"],
  config: configOf(laterKeys, (config, refuse) => ({
    ...plainDecoder(config, refuse),
    biases: biasesOf(config.attention_bias),
    qkNorm: normOfWidth,
  })),
  block,
});

/** Three of four layers have a window; only the others are stretched to longer texts. */
export const olmo3 = decoderFamily({
  modelTypes: ["olmo3"],
  config: configOf(
    { ...laterKeys, ...layerKindKeys, sliding_window: size.nullable().default(4096) },
    (config, refuse) => {
      const kinds = kindsOf(
        config,
        (layer) => ((layer + 1) % 4 === 0 ? "full_attention" : "sliding_attention"),
        refuse,
      );
      const rope = config.rope_scaling ?? config.rope_parameters;
      const localBase = rope?.rope_theta ?? config.rope_theta ?? 10_000;
      return {
        ...plainDecoder(config, refuse, { kinds, window: config.sliding_window, localBase }),
        biases: biasesOf(config.attention_bias),
        qkNorm: normOfWidth,
      };
    },
  ),
  block,
});
