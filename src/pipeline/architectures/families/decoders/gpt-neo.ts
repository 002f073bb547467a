/** GPT-Neo (Black et al. 2021): GPT-2 whose scores are not scaled, and whose every other layer sees a window only. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { firstRows } from "../../../graph/lookup.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, ACTIVATION_NAMES } from "../../parts/activations.ts";
import { attend, splitHeads } from "../../parts/attention.ts";
import { epsilon, equalHeads, layers, size } from "../../parts/config-fields.ts";
import { textInputs } from "../../parts/inputs.ts";
import { dense, norm, stack } from "../../parts/layers.ts";
import { causalMask, LOWEST, paddingMask } from "../../parts/masks.ts";

const kind = z.enum(["global", "local"]);

const fields = z.object({
  vocab_size: size.default(50257),
  max_position_embeddings: size.default(2048),
  hidden_size: size.default(2048),
  num_layers: layers.default(24),
  num_heads: size.default(16),
  intermediate_size: size.nullish(),
  attention_types: z.array(z.tuple([z.array(kind), layers])).default([[["global", "local"], 12]]),
  /** What transformers writes beside `attention_types`, and reads in its place. */
  attention_layers: z.array(kind).optional(),
  window_size: size.default(256),
  activation_function: z.enum(ACTIVATION_NAMES).default("gelu_new"),
  layer_norm_epsilon: epsilon.default(1e-5),
});
type GptNeoConfig = z.infer<typeof fields>;

const gptNeoConfig = fields
  .refine(...equalHeads("num_heads", "hidden_size"))
  .refine(({ attention_layers: kinds, num_layers: n }) => kinds === undefined || kinds.length === n, {
    path: ["attention_layers"],
    error: "expected as many as num_layers",
  })
  .refine((config) => config.attention_layers !== undefined || nKinds(config) === config.num_layers, {
    path: ["attention_types"],
    error: "expected kinds for as many layers as num_layers",
  });

/** Counted before they are listed: a hostile file may ask for billions. */
function nKinds({ attention_types: types }: GptNeoConfig): number {
  return types.reduce((n, [kinds, times]) => n + kinds.length * times, 0);
}

export const gptNeo = family({
  modelTypes: ["gpt_neo"],
  config: gptNeoConfig,
  renamed: { num_attention_heads: "num_heads", num_hidden_layers: "num_layers" },
  prefixes: ["transformer.", ""],
  anchor: "wte.weight",
  spare: [/(^|\.)h\.\d+\.attn\.attention\.(masked_)?bias$/, /^lm_head\.weight$/],
  build: (building, config) => {
    const { graph, weights } = building;
    const { hidden_size: width, layer_norm_epsilon: epsilon } = config;
    const { ids, mask } = textInputs(graph);
    const masks = {
      global: [paddingMask(graph, mask), causalMask(graph, ids)],
      local: [paddingMask(graph, mask, LOWEST), causalMask(graph, ids, config.window_size)],
    };
    const kinds = kindsOf(config);
    const places = weights.tensor("wpe.weight", [config.max_position_embeddings, width]);
    const words = weights.rows("wte.weight", [config.vocab_size, width], ids);
    const start = add(graph, words, firstRows(graph, places, ids));
    const states = stack(building, config.num_layers, start, (x, layer) => {
      const at = `h.${layer}`;
      const seen = norm(building, `${at}.ln_1`, x, epsilon);
      const options = { at: `${at}.attn.attention`, layer, masks: masks[kinds[layer]!] };
      const between = add(graph, x, attention(building, config, options, seen));
      const normed = norm(building, `${at}.ln_2`, between, epsilon);
      return add(graph, between, feedForward(building, config, `${at}.mlp`, normed));
    });
    graph.output("last_hidden_state", norm(building, "ln_f", states, epsilon));
  },
  answer: () => ({ words: "wte.weight", table: "lm_head.weight", isTied: true }),
});

function kindsOf(config: GptNeoConfig): z.infer<typeof kind>[] {
  return (
    config.attention_layers ??
    config.attention_types.flatMap(([kinds, times]) => Array.from({ length: times }, () => kinds).flat())
  );
}

function attention(
  building: Building,
  config: GptNeoConfig,
  { at, layer, masks }: { readonly at: string; readonly layer: number; readonly masks: readonly Value[] },
  x: Value,
): Value {
  const { hidden_size: width, num_heads: nHeads } = config;
  const project = (name: string): Value =>
    splitHeads(building.graph, dense(building, `${at}.${name}`, x, width, { bias: false }), nHeads);
  const parts = { q: project("q_proj"), k: project("k_proj"), v: project("v_proj") };
  return dense(building, `${at}.out_proj`, attend(building, parts, { layer, masks, scale: 1 }), width);
}

function feedForward(building: Building, config: GptNeoConfig, at: string, x: Value): Value {
  const { hidden_size: width, intermediate_size: nInner } = config;
  const inner = dense(building, `${at}.c_fc`, x, nInner ?? 4 * width);
  return dense(building, `${at}.c_proj`, activate(building.graph, config.activation_function, inner), width);
}
