/** BLOOM (BigScience 2022): no positions but a slope along the distance of keys, another for every head (ALiBi). */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate } from "../../parts/activations.ts";
import { alibi } from "../../parts/alibi.ts";
import { attend } from "../../parts/attention.ts";
import { epsilon, equalHeads, heads, layers, size } from "../../parts/config-fields.ts";
import { textInputs } from "../../parts/inputs.ts";
import { dense, norm, stack } from "../../parts/layers.ts";
import { causalMask, paddingMask } from "../../parts/masks.ts";
import { splitPacked } from "../../parts/packed-heads.ts";

const bloomConfig = z
  .object({
    vocab_size: size.default(250880),
    hidden_size: size.default(64),
    n_layer: layers.default(2),
    n_head: heads.default(8),
    layer_norm_epsilon: epsilon.default(1e-5),
    apply_residual_connection_post_layernorm: z.boolean().default(false),
  })
  .refine(...equalHeads("n_head", "hidden_size"));
type BloomConfig = z.infer<typeof bloomConfig>;

export const bloom = family({
  modelTypes: ["bloom"],
  config: bloomConfig,
  renamed: { n_embed: "hidden_size", num_hidden_layers: "n_layer", num_attention_heads: "n_head" },
  prefixes: ["transformer.", ""],
  anchor: "word_embeddings.weight",
  spare: [/^(lm_head|score|classifier|qa_outputs)\./],
  build: (building, config) => {
    const { graph, weights } = building;
    const { hidden_size: width, layer_norm_epsilon: epsilon } = config;
    const normed = (name: string, x: Value): Value => norm(building, name, x, epsilon);
    const { ids, mask } = textInputs(graph);
    const masks = [alibi(graph, mask, config.n_head), paddingMask(graph, mask), causalMask(graph, ids)];
    const words = weights.rows("word_embeddings.weight", [config.vocab_size, width], ids);
    const start = normed("word_embeddings_layernorm", words);
    const states = stack(building, config.n_layer, start, (x, layer) => {
      const at = `h.${layer}`;
      // Each step adds to what it has read, or to what that was made of.
      const step = (before: Value, name: string, compute: (seen: Value) => Value): Value => {
        const seen = normed(`${at}.${name}`, before);
        return add(graph, compute(seen), config.apply_residual_connection_post_layernorm ? seen : before);
      };
      const between = step(x, "input_layernorm", (seen) =>
        attention(building, config, { at: `${at}.self_attention`, layer, masks }, seen),
      );
      return step(between, "post_attention_layernorm", (seen) =>
        feedForward(building, `${at}.mlp`, seen, width),
      );
    });
    graph.output("last_hidden_state", normed("ln_f", states));
  },
  answer: () => ({ words: "word_embeddings.weight", table: "lm_head.weight", isTied: true }),
});

function attention(
  building: Building,
  { hidden_size: width, n_head: nHeads }: BloomConfig,
  { at, layer, masks }: { readonly at: string; readonly layer: number; readonly masks: readonly Value[] },
  x: Value,
): Value {
  const packed = dense(building, `${at}.query_key_value`, x, 3 * width);
  const [q, k, v] = splitPacked(building.graph, packed, nHeads);
  return dense(building, `${at}.dense`, attend(building, { q, k, v }, { layer, masks }), width);
}

function feedForward(building: Building, at: string, x: Value, width: number): Value {
  const inner = dense(building, `${at}.dense_h_to_4h`, x, 4 * width);
  return dense(building, `${at}.dense_4h_to_h`, activate(building.graph, "gelu_new", inner), width);
}
