/** StarCoder 2 (Lozhkov et al. 2024): rotary positions and grouped heads between the norms and feed-forward layers of GPT-2. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { activate, ACTIVATION_NAMES } from "../../parts/activations.ts";
import { epsilon, size } from "../../parts/config-fields.ts";
import { groupedAttention } from "../../parts/decoder/attention.ts";
import { decoderKeys, plainDecoder } from "../../parts/decoder/config.ts";
import { normalize } from "../../parts/decoder/norm.ts";
import { decoderFamily, type Block } from "../../parts/decoder/stack.ts";
import { dense } from "../../parts/layers.ts";
import { configOf } from "../../parts/refusals.ts";

const block: Block = (building, decoder, place, x) => {
  const { at } = place;
  const { graph } = building;
  const norm = (name: string, value: Value): Value =>
    normalize(building, decoder.norm, `${at}.${name}`, value);
  const map = (name: string, value: Value, nOutputs: number): Value =>
    dense(building, `${at}.mlp.${name}`, value, nOutputs, { bias: decoder.biases.mlp });
  const between = add(graph, x, groupedAttention(building, decoder, place, norm("input_layernorm", x)));
  const inner = map("c_fc", norm("post_attention_layernorm", between), decoder.nInner);
  return add(graph, between, map("c_proj", activate(graph, decoder.activation, inner), decoder.width));
};

export const starcoder2 = decoderFamily({
  modelTypes: ["starcoder2"],
  isTied: true,
  config: configOf(
    {
      ...decoderKeys,
      hidden_act: z.enum(ACTIVATION_NAMES).default("gelu_pytorch_tanh"),
      norm_epsilon: epsilon.default(1e-5),
      norm_type: z.literal("layer_norm").default("layer_norm"),
      mlp_type: z.literal("default").default("default"),
      use_bias: z.boolean().default(true),
      sliding_window: size.nullish(),
    },
    (config, refuse) => {
      const { use_bias: bias, sliding_window: window, num_hidden_layers: nLayers } = config;
      const kinds = Array.from({ length: nLayers }, () => "sliding_attention" as const);
      return {
        ...plainDecoder(config, refuse, { kinds, window }),
        norm: { kind: "layer", epsilon: config.norm_epsilon, hasWeight: true, hasBias: true } as const,
        biases: { qkv: bias, output: bias, mlp: bias },
      };
    },
  ),
  block,
});
