/** OPT (Zhang et al. 2022): learned positions that count tokens but not padding, and layers of BART's kind. */
import { z } from "zod";
import { add } from "../../../graph/arithmetic.ts";
import type { Graph, Value } from "../../../graph/graph.ts";
import { family } from "../../family.ts";
import { ACTIVATION_NAMES } from "../../parts/activations.ts";
import { equalHeads, heads, layers, size } from "../../parts/config-fields.ts";
import { textInputs } from "../../parts/inputs.ts";
import { dense, stack } from "../../parts/layers.ts";
import { causalMask, countTokens, paddingMask } from "../../parts/masks.ts";
import { sequenceLayer, sequenceNorm } from "../../parts/sequence-layer.ts";

/** Rows of the table of positions before that of the first token. */
const OFFSET = 2;

const optConfig = z
  .object({
    vocab_size: size.default(50272),
    hidden_size: size.default(768),
    num_hidden_layers: layers.default(12),
    num_attention_heads: heads.default(12),
    ffn_dim: size.default(3072),
    max_position_embeddings: size.default(2048),
    /** Width of the words; as hidden_size if left out. */
    word_embed_proj_dim: size.nullish(),
    do_layer_norm_before: z.boolean().default(true),
    _remove_final_layer_norm: z.boolean().default(false),
    activation_function: z.enum(ACTIVATION_NAMES).default("relu"),
    enable_bias: z.boolean().default(true),
    layer_norm_elementwise_affine: z.boolean().default(true),
  })
  .refine(...equalHeads("num_attention_heads", "hidden_size"));

export const opt = family({
  modelTypes: ["opt"],
  config: optConfig,
  prefixes: ["model.decoder.", "decoder.", ""],
  anchor: "embed_tokens.weight",
  // The version is a number that fairseq stored.
  spare: [/^(lm_head|score|qa_outputs)\./, /(^|\.)decoder\.version$/],
  build: (building, config) => {
    const { graph, weights } = building;
    const { hidden_size: width, do_layer_norm_before: isNormFirst } = config;
    const { layer_norm_elementwise_affine: isNormLearned } = config;
    const { ids, mask } = textInputs(graph);
    const wordWidth = config.word_embed_proj_dim ?? width;
    const words = weights.rows("embed_tokens.weight", [config.vocab_size, wordWidth], ids);
    const wide = wordWidth === width ? words : dense(building, "project_in", words, width, { bias: false });
    const rows = positionRows(graph, mask);
    const table = [config.max_position_embeddings + OFFSET, width] as const;
    const start = add(graph, wide, weights.rows("embed_positions.weight", table, rows));
    const masks = [paddingMask(graph, mask), causalMask(graph, ids)];
    const options = {
      ...{ isNormFirst, isNormLearned, bias: config.enable_bias },
      nHeads: config.num_attention_heads,
      nInner: config.ffn_dim,
      activation: config.activation_function,
    };
    const states = stack(building, config.num_hidden_layers, start, (x, layer) =>
      sequenceLayer(building, options, `layers.${layer}`, x, { layer, masks }),
    );
    const normed =
      isNormFirst && !config._remove_final_layer_norm
        ? sequenceNorm(building, "final_layer_norm", states, isNormLearned)
        : states;
    const out =
      wordWidth === width ? normed : dense(building, "project_out", normed, wordWidth, { bias: false });
    graph.output("last_hidden_state", out);
  },
  answer: () => ({ words: "embed_tokens.weight", table: "lm_head.weight", isTied: true }),
});

/** @param mask int64 [batch, length] @returns As mask: rows of the table of positions. */
function positionRows(graph: Graph, mask: Value): Value {
  return graph.node("Add", [countTokens(graph, mask), graph.longs([OFFSET - 1], [])], mask.shape);
}
