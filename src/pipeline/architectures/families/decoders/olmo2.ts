/** OLMo 2 (Walsh et al. 2024): norms behind each step instead of before it, and norms over all queries and all keys. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { epsilon } from "../../parts/config-fields.ts";
import { groupedAttention } from "../../parts/decoder/attention.ts";
import { decoderKeys, plainDecoder } from "../../parts/decoder/config.ts";
import { gatedMlp } from "../../parts/decoder/gated-mlp.ts";
import { decoderFamily, type Block } from "../../parts/decoder/stack.ts";
import { configOf } from "../../parts/refusals.ts";
import { rmsNorm } from "../../parts/rms-norm.ts";

const block: Block = (building, decoder, place, x) => {
  const { at } = place;
  const norm = (name: string, value: Value): Value => rmsNorm(building, `${at}.${name}`, value, decoder.norm);
  const read = groupedAttention(building, decoder, place, x);
  const between = add(building.graph, x, norm("post_attention_layernorm", read));
  const fed = gatedMlp(building, decoder, `${at}.mlp`, between);
  return add(building.graph, between, norm("post_feedforward_layernorm", fed));
};

export const olmo2 = decoderFamily({
  modelTypes: ["olmo2"],
  config: configOf(
    { ...decoderKeys, rms_norm_eps: epsilon.default(1e-5), attention_bias: z.boolean().default(false) },
    (config, refuse) => {
      const { attention_bias: bias } = config;
      return {
        ...plainDecoder(config, refuse),
        biases: { qkv: bias, output: bias, mlp: false },
        qkNorm: "width" as const,
      };
    },
  ),
  block,
});
