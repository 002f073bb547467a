/** Falcon (Almazrouei et al. 2023): attention and feed-forward layer side by side, and few key heads. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Value } from "../../../graph/graph.ts";
import { reshape, splitAt, transpose } from "../../../graph/layout.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { activate, ACTIVATION_NAMES } from "../../parts/activations.ts";
import { attend, type AttentionParts } from "../../parts/attention.ts";
import { epsilon, heads, layers, size } from "../../parts/config-fields.ts";
import type { RotatedPlace } from "../../parts/decoder/attention.ts";
import { textInputs } from "../../parts/inputs.ts";
import { dense, norm, stack } from "../../parts/layers.ts";
import { causalMask, paddingMask } from "../../parts/masks.ts";
import { configOf } from "../../parts/refusals.ts";
import { ropeKeys, ropeOfHeads } from "../../parts/rope/config.ts";
import { rotate, rotationOf } from "../../parts/rope/rotation.ts";

const falconConfig = configOf(
  {
    vocab_size: size.default(65024),
    hidden_size: size.default(4544),
    num_hidden_layers: layers.default(32),
    num_attention_heads: heads.default(71),
    num_kv_heads: heads.nullish(),
    ffn_hidden_size: size.nullish(),
    layer_norm_epsilon: epsilon.default(1e-5),
    activation: z.enum(ACTIVATION_NAMES).default("gelu"),
    // Its linear biases are rounded to bfloat16 on the way.
    alibi: z.literal(false).default(false),
    new_decoder_architecture: z.boolean().default(false),
    num_ln_in_parallel_attn: z.union([z.literal(1), z.literal(2)]).nullish(),
    multi_query: z.boolean().default(true),
    parallel_attn: z.boolean().default(true),
    bias: z.boolean().default(false),
    ...ropeKeys,
    max_position_embeddings: size.default(2048),
  },
  (config, refuse) => {
    const { num_attention_heads: nHeads, new_decoder_architecture: isNew } = config;
    const nKvHeads = isNew ? (config.num_kv_heads ?? nHeads) : config.multi_query ? 1 : nHeads;
    if (nHeads % nKvHeads !== 0) refuse(["num_kv_heads"], "a divisor of num_attention_heads");
    const hasTwoNorms = isNew && (config.num_ln_in_parallel_attn ?? 2) === 2;
    return { ...config, nKvHeads, hasTwoNorms, rope: ropeOfHeads(config, config, refuse) };
  },
);
type FalconConfig = z.infer<typeof falconConfig>;

export const falcon = family({
  modelTypes: ["falcon"],
  config: falconConfig,
  renamed: {
    n_embed: "hidden_size",
    n_layer: "num_hidden_layers",
    n_head: "num_attention_heads",
    n_head_kv: "num_kv_heads",
  },
  prefixes: ["transformer.", ""],
  anchor: "word_embeddings.weight",
  spare: [/(^|\.)(rotary_emb|maybe_rotary)\.inv_freq$/, /^(lm_head|score|classifier|qa_outputs)\./],
  build: (building, config) => {
    const { graph, weights } = building;
    const { hidden_size: width, layer_norm_epsilon: epsilon } = config;
    const { ids, mask } = textInputs(graph);
    const shared = {
      masks: [paddingMask(graph, mask), causalMask(graph, ids)],
      rotation: rotationOf(graph, config.rope, { ids, mask }),
    };
    const start = weights.rows("word_embeddings.weight", [config.vocab_size, width], ids);
    const states = stack(building, config.num_hidden_layers, start, (x, layer) => {
      const at = `h.${layer}`;
      const normed = (name: string, value: Value): Value => norm(building, `${at}.${name}`, value, epsilon);
      const first = normed(config.hasTwoNorms ? "ln_attn" : "input_layernorm", x);
      const between = add(graph, x, attention(building, config, { at, layer, ...shared }, first));
      const isParallel = config.parallel_attn || config.new_decoder_architecture;
      const second = config.hasTwoNorms
        ? normed("ln_mlp", x)
        : isParallel
          ? first
          : normed("post_attention_layernorm", between);
      return add(graph, between, feedForward(building, config, `${at}.mlp`, second));
    });
    graph.output("last_hidden_state", norm(building, "ln_f", states, epsilon));
  },
  answer: () => ({ words: "word_embeddings.weight", table: "lm_head.weight", isTied: true }),
});

function attention(
  building: Building,
  config: FalconConfig,
  { at, layer, masks, rotation }: RotatedPlace,
  x: Value,
): Value {
  const { graph } = building;
  const { q, k, v } = project(building, config, `${at}.self_attention.query_key_value`, x);
  const parts = { q: rotate(graph, q, rotation), k: rotate(graph, k, rotation), v };
  const attended = attend(building, parts, { layer, masks });
  return dense(building, `${at}.self_attention.dense`, attended, config.hidden_size, { bias: config.bias });
}

/** Key head by key head: the queries that share it, the key, the value. */
function project(building: Building, config: FalconConfig, name: string, x: Value): AttentionParts {
  const { graph } = building;
  const { hidden_size: width, num_attention_heads: nHeads, nKvHeads, bias } = config;
  const [dHead, nQueries] = [width / nHeads, nHeads / nKvHeads];
  const packed = dense(building, name, x, nKvHeads * (nQueries + 2) * dHead, { bias });
  const [batch, length] = packed.shape;
  const groups = reshape(graph, packed, [batch!, length!, nKvHeads, (nQueries + 2) * dHead]);
  const [queries, k, v] = splitAt(graph, groups, 3, [nQueries * dHead, dHead, dHead]);
  const q = reshape(graph, queries!, [batch!, length!, nHeads, dHead]);
  const turned = (part: Value): Value => transpose(graph, part, [0, 2, 1, 3]);
  return { q: turned(q), k: turned(k!), v: turned(v!) };
}

function feedForward(building: Building, config: FalconConfig, at: string, x: Value): Value {
  const { hidden_size: width, ffn_hidden_size: nInner, bias } = config;
  const inner = dense(building, `${at}.dense_h_to_4h`, x, nInner ?? 4 * width, { bias });
  const active = activate(building.graph, config.activation, inner);
  return dense(building, `${at}.dense_4h_to_h`, active, width, { bias });
}
