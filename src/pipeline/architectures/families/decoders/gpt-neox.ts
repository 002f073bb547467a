/** GPT-NeoX (Black et al. 2022), the architecture of Pythia: attention and feed-forward layer side by side, rotary positions. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, ACTIVATION_NAMES } from "../../parts/activations.ts";
import { attend } from "../../parts/attention.ts";
import { epsilon, heads, layers, size } from "../../parts/config-fields.ts";
import type { RotatedPlace } from "../../parts/decoder/attention.ts";
import { textInputs } from "../../parts/inputs.ts";
import { dense, norm, stack } from "../../parts/layers.ts";
import { causalMask, paddingMask } from "../../parts/masks.ts";
import { splitPacked } from "../../parts/packed-heads.ts";
import { configOf } from "../../parts/refusals.ts";
import { ropeKeys, ropeOfHeads } from "../../parts/rope/config.ts";
import { rotate, rotationOf } from "../../parts/rope/rotation.ts";

const gptNeoxConfig = configOf(
  {
    vocab_size: size.default(50432),
    hidden_size: size.default(6144),
    num_hidden_layers: layers.default(44),
    num_attention_heads: heads.default(64),
    intermediate_size: size.default(24576),
    hidden_act: z.enum(ACTIVATION_NAMES).default("gelu"),
    layer_norm_eps: epsilon.default(1e-5),
    use_parallel_residual: z.boolean().default(true),
    attention_bias: z.boolean().default(true),
    ...ropeKeys,
    max_position_embeddings: size.default(2048),
    partial_rotary_factor: ropeKeys.partial_rotary_factor.default(0.25),
  },
  (config, refuse) => ({ ...config, rope: ropeOfHeads(config, config, refuse) }),
);
type GptNeoxConfig = z.infer<typeof gptNeoxConfig>;

export const gptNeox = family({
  modelTypes: ["gpt_neox"],
  config: gptNeoxConfig,
  renamed: { rotary_pct: "partial_rotary_factor", rotary_emb_base: "rope_theta" },
  prefixes: ["gpt_neox.", ""],
  anchor: "embed_in.weight",
  spare: [
    /(^|\.)layers\.\d+\.attention\.((masked_)?bias|rotary_emb\.inv_freq)$/,
    /^embed_out\.weight$/,
    /^(score|classifier|qa_outputs)\./,
  ],
  build: (building, config) => {
    const { graph, weights } = building;
    const { hidden_size: width, layer_norm_eps: epsilon } = config;
    const { ids, mask } = textInputs(graph);
    const shared = {
      masks: [paddingMask(graph, mask), causalMask(graph, ids)],
      rotation: rotationOf(graph, config.rope, { ids, mask }),
    };
    const start = weights.rows("embed_in.weight", [config.vocab_size, width], ids);
    const states = stack(building, config.num_hidden_layers, start, (x, layer) => {
      const at = `layers.${layer}`;
      const seen = norm(building, `${at}.input_layernorm`, x, epsilon);
      const between = add(graph, x, attention(building, config, { at, layer, ...shared }, seen));
      const normed = norm(
        building,
        `${at}.post_attention_layernorm`,
        config.use_parallel_residual ? x : between,
        epsilon,
      );
      return add(graph, between, feedForward(building, config, at, normed));
    });
    graph.output("last_hidden_state", norm(building, "final_layer_norm", states, epsilon));
  },
  answer: () => ({ words: "embed_in.weight", table: "embed_out.weight", isTied: false }),
});

function attention(
  building: Building,
  config: GptNeoxConfig,
  { at, layer, masks, rotation }: RotatedPlace,
  x: Value,
): Value {
  const { graph } = building;
  const { hidden_size: width, num_attention_heads: nHeads, attention_bias: bias } = config;
  const packed = dense(building, `${at}.attention.query_key_value`, x, 3 * width, { bias });
  const [q, k, v] = splitPacked(graph, packed, nHeads);
  const parts = { q: rotate(graph, q, rotation), k: rotate(graph, k, rotation), v };
  const attended = attend(building, parts, { layer, masks });
  return dense(building, `${at}.attention.dense`, attended, width, { bias });
}

function feedForward(building: Building, config: GptNeoxConfig, at: string, x: Value): Value {
  const inner = dense(building, `${at}.mlp.dense_h_to_4h`, x, config.intermediate_size);
  const active = activate(building.graph, config.hidden_act, inner);
  return dense(building, `${at}.mlp.dense_4h_to_h`, active, config.hidden_size);
}
