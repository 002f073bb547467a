/** GPT-2 (Radford et al. 2019): norms before each step, learned positions, queries, keys and values in one map. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { split } from "../../../graph/layout.ts";
import { firstRows } from "../../../graph/lookup.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, ACTIVATION_NAMES } from "../../parts/activations.ts";
import { attend, splitHeads } from "../../parts/attention.ts";
import { epsilon, equalHeads, layers, size } from "../../parts/config-fields.ts";
import { textInputs } from "../../parts/inputs.ts";
import { denseAsStored, norm, stack } from "../../parts/layers.ts";
import { causalMask, paddingMask } from "../../parts/masks.ts";

export const gpt2Config = z
  .object({
    vocab_size: size.default(50257),
    n_positions: size.default(1024),
    n_embd: size.default(768),
    n_layer: layers.default(12),
    n_head: size.default(12),
    n_inner: size.nullish(),
    activation_function: z.enum(ACTIVATION_NAMES).default("gelu_new"),
    layer_norm_epsilon: epsilon.default(1e-5),
    scale_attn_weights: z.boolean().default(true),
    scale_attn_by_inverse_layer_idx: z.boolean().default(false),
    add_cross_attention: z.literal(false).default(false),
  })
  .refine(...equalHeads("n_head", "n_embd"));
export type Gpt2Config = z.infer<typeof gpt2Config>;

export const gpt2 = family({
  modelTypes: ["gpt2"],
  config: gpt2Config,
  renamed: {
    max_position_embeddings: "n_positions",
    hidden_size: "n_embd",
    num_hidden_layers: "n_layer",
    num_attention_heads: "n_head",
  },
  prefixes: ["transformer.", ""],
  anchor: "wte.weight",
  spare: [/(^|\.)h\.\d+\.attn\.(masked_)?bias$/, /^lm_head\.weight$/],
  build: (building, config) => {
    const { graph } = building;
    const { ids, mask } = textInputs(graph);
    const masks = [paddingMask(graph, mask), causalMask(graph, ids)];
    graph.output("last_hidden_state", gpt2States(building, config, ids, masks));
  },
  answer: () => ({ words: "wte.weight", table: "lm_head.weight", isTied: true }),
});

/**
 * @param ids int64 [batch, length]
 * @param masks Added to the scores, so that no token sees a later one.
 * @returns [batch, length, n_embd], normalized.
 */
export function gpt2States(
  building: Building,
  config: Gpt2Config,
  ids: Value,
  masks: readonly Value[],
): Value {
  const { graph, weights } = building;
  const { n_embd: width, layer_norm_epsilon: epsilon } = config;
  const words = weights.rows("wte.weight", [config.vocab_size, width], ids);
  const places = firstRows(graph, weights.tensor("wpe.weight", [config.n_positions, width]), ids);
  const states = stack(building, config.n_layer, add(graph, words, places), (x, layer) => {
    const at = `h.${layer}`;
    const attended = attention(
      building,
      config,
      { at, layer, masks },
      norm(building, `${at}.ln_1`, x, epsilon),
    );
    const between = add(graph, x, attended);
    return add(
      graph,
      between,
      feedForward(building, config, at, norm(building, `${at}.ln_2`, between, epsilon)),
    );
  });
  return norm(building, "ln_f", states, epsilon);
}

function attention(
  building: Building,
  config: Gpt2Config,
  { at, layer, masks }: { readonly at: string; readonly layer: number; readonly masks: readonly Value[] },
  x: Value,
): Value {
  const { graph } = building;
  const { n_embd: width, n_head: nHeads } = config;
  const packed = denseAsStored(building, `${at}.attn.c_attn`, x, 3 * width);
  const [q, k, v] = split(graph, packed, 2, 3).map((part) => splitHeads(graph, part, nHeads));
  const depth = config.scale_attn_by_inverse_layer_idx ? layer + 1 : 1;
  const root = config.scale_attn_weights ? Math.sqrt(width / nHeads) : 1;
  const scale = depth === 1 && config.scale_attn_weights ? {} : { scale: 1 / (root * depth) };
  const attended = attend(building, { q: q!, k: k!, v: v! }, { layer, masks, ...scale });
  return denseAsStored(building, `${at}.attn.c_proj`, attended, width);
}

function feedForward(building: Building, config: Gpt2Config, at: string, x: Value): Value {
  const inner = denseAsStored(building, `${at}.mlp.c_fc`, x, config.n_inner ?? 4 * config.n_embd);
  const active = activate(building.graph, config.activation_function, inner);
  return denseAsStored(building, `${at}.mlp.c_proj`, active, config.n_embd);
}
