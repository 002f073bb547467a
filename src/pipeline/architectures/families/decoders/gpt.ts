/** GPT (Radford et al. 2018), the first one: GPT-2 with norms behind each step. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { split } from "../../../graph/layout.ts";
import { firstRows } from "../../../graph/lookup.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, type ActivationName } from "../../parts/activations.ts";
import { attend, splitHeads } from "../../parts/attention.ts";
import { epsilon, equalHeads, heads, layers, size } from "../../parts/config-fields.ts";
import { textInputs } from "../../parts/inputs.ts";
import { denseAsStored, norm, stack } from "../../parts/layers.ts";
import { causalMask, paddingMask } from "../../parts/masks.ts";

/** What this family calls its activations: its GELU is the approximation. */
const ACTIVATIONS = {
  gelu: "gelu_new",
  relu: "relu",
  silu: "silu",
  swish: "swish",
} as const satisfies Readonly<Record<string, ActivationName>>;
const NAMES = Object.keys(ACTIVATIONS) as (keyof typeof ACTIVATIONS)[];

const gptConfig = z
  .object({
    vocab_size: size.default(40478),
    n_positions: size.default(512),
    n_embd: size.default(768),
    n_layer: layers.default(12),
    n_head: heads.default(12),
    afn: z.enum(NAMES).default("gelu"),
    layer_norm_epsilon: epsilon.default(1e-5),
  })
  .refine(...equalHeads("n_head", "n_embd"));
type GptConfig = z.infer<typeof gptConfig>;

export const gpt = family({
  modelTypes: ["openai-gpt"],
  config: gptConfig,
  renamed: {
    max_position_embeddings: "n_positions",
    hidden_size: "n_embd",
    num_hidden_layers: "n_layer",
    num_attention_heads: "n_head",
  },
  prefixes: ["transformer.", ""],
  anchor: "tokens_embed.weight",
  spare: [/(^|\.)h\.\d+\.attn\.bias$/, /(^|\.)position_ids$/, /^(lm_head|score|multiple_choice_head)\./],
  build: (building, config) => {
    const { graph, weights } = building;
    const { n_embd: width, layer_norm_epsilon: epsilon } = config;
    const { ids, mask } = textInputs(graph);
    const masks = [paddingMask(graph, mask), causalMask(graph, ids)];
    const places = weights.tensor("positions_embed.weight", [config.n_positions, width]);
    const words = weights.rows("tokens_embed.weight", [config.vocab_size, width], ids);
    const start = add(graph, words, firstRows(graph, places, ids));
    const states = stack(building, config.n_layer, start, (x, layer) => {
      const at = `h.${layer}`;
      const step = (before: Value, name: string, added: Value): Value =>
        norm(building, `${at}.${name}`, add(graph, before, added), epsilon);
      const between = step(x, "ln_1", attention(building, config, { at, layer, masks }, x));
      return step(between, "ln_2", feedForward(building, config, at, between));
    });
    graph.output("last_hidden_state", states);
  },
  answer: () => ({ words: "tokens_embed.weight", table: "lm_head.weight", isTied: true }),
});

function attention(
  building: Building,
  { n_embd: width, n_head: nHeads }: GptConfig,
  { at, layer, masks }: { readonly at: string; readonly layer: number; readonly masks: readonly Value[] },
  x: Value,
): Value {
  const packed = denseAsStored(building, `${at}.attn.c_attn`, x, 3 * width);
  const [q, k, v] = split(building.graph, packed, 2, 3).map((part) =>
    splitHeads(building.graph, part, nHeads),
  );
  const attended = attend(building, { q: q!, k: k!, v: v! }, { layer, masks });
  return denseAsStored(building, `${at}.attn.c_proj`, attended, width);
}

function feedForward(building: Building, { n_embd: width, afn }: GptConfig, at: string, x: Value): Value {
  const inner = denseAsStored(building, `${at}.mlp.c_fc`, x, 4 * width);
  return denseAsStored(
    building,
    `${at}.mlp.c_proj`,
    activate(building.graph, ACTIVATIONS[afn], inner),
    width,
  );
}
