/** SantaCoder and StarCoder (Li et al. 2023): GPT-2 whose heads may share one key head. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { splitAt } from "../../../graph/layout.ts";
import { firstRows } from "../../../graph/lookup.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, ACTIVATION_NAMES } from "../../parts/activations.ts";
import { attend, splitHeads, type AttentionParts } from "../../parts/attention.ts";
import { epsilon, equalHeads, heads, layers, size } from "../../parts/config-fields.ts";
import { textInputs } from "../../parts/inputs.ts";
import { dense, norm, stack } from "../../parts/layers.ts";
import { causalMask, paddingMask } from "../../parts/masks.ts";
import { splitPacked } from "../../parts/packed-heads.ts";

const bigcodeConfig = z
  .object({
    vocab_size: size.default(50257),
    n_positions: size.default(1024),
    n_embd: size.default(768),
    n_layer: layers.default(12),
    n_head: heads.default(12),
    n_inner: size.nullish(),
    activation_function: z.enum(ACTIVATION_NAMES).default("gelu_pytorch_tanh"),
    layer_norm_epsilon: epsilon.default(1e-5),
    scale_attn_weights: z.boolean().default(true),
    multi_query: z.boolean().default(true),
    add_cross_attention: z.literal(false).default(false),
  })
  .refine(...equalHeads("n_head", "n_embd"));
type BigcodeConfig = z.infer<typeof bigcodeConfig>;

export const gptBigcode = family({
  modelTypes: ["gpt_bigcode"],
  config: bigcodeConfig,
  renamed: {
    max_position_embeddings: "n_positions",
    hidden_size: "n_embd",
    num_hidden_layers: "n_layer",
    num_attention_heads: "n_head",
  },
  prefixes: ["transformer.", ""],
  anchor: "wte.weight",
  spare: [/(^|\.)h\.\d+\.attn\.(masked_)?bias$/, /^(lm_head|score|classifier)\./],
  build: (building, config) => {
    const { graph, weights } = building;
    const { n_embd: width, layer_norm_epsilon: epsilon } = config;
    const { ids, mask } = textInputs(graph);
    const masks = [paddingMask(graph, mask), causalMask(graph, ids)];
    const places = weights.tensor("wpe.weight", [config.n_positions, width]);
    const words = weights.rows("wte.weight", [config.vocab_size, width], ids);
    const start = add(graph, words, firstRows(graph, places, ids));
    const states = stack(building, config.n_layer, start, (x, layer) => {
      const at = `h.${layer}`;
      const parts = project(building, config, `${at}.attn.c_attn`, norm(building, `${at}.ln_1`, x, epsilon));
      const options = { layer, masks, ...(config.scale_attn_weights ? {} : { scale: 1 }) };
      const read = dense(building, `${at}.attn.c_proj`, attend(building, parts, options), width);
      const between = add(graph, x, read);
      const seen = norm(building, `${at}.ln_2`, between, epsilon);
      return add(graph, between, feedForward(building, config, `${at}.mlp`, seen));
    });
    graph.output("last_hidden_state", norm(building, "ln_f", states, epsilon));
  },
  answer: () => ({ words: "wte.weight", table: "lm_head.weight", isTied: true }),
});

/** All queries before the only key and value; or those of each head together. */
function project(building: Building, config: BigcodeConfig, name: string, x: Value): AttentionParts {
  const { graph } = building;
  const { n_embd: width, n_head: nHeads, multi_query: isShared } = config;
  if (!isShared) {
    const [q, k, v] = splitPacked(graph, dense(building, name, x, 3 * width), nHeads);
    return { q, k, v };
  }
  const dHead = width / nHeads;
  const packed = dense(building, name, x, width + 2 * dHead);
  const [q, k, v] = splitAt(graph, packed, 2, [width, dHead, dHead]);
  return { q: splitHeads(graph, q!, nHeads), k: splitHeads(graph, k!, 1), v: splitHeads(graph, v!, 1) };
}

function feedForward(building: Building, config: BigcodeConfig, at: string, x: Value): Value {
  const { n_embd: width, n_inner: nInner, activation_function: activation } = config;
  const inner = dense(building, `${at}.c_fc`, x, nInner ?? 4 * width);
  return dense(building, `${at}.c_proj`, activate(building.graph, activation, inner), width);
}
