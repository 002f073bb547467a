/** ELECTRA (Clark et al. 2020): BERT whose embeddings may be narrower than its layers. */
import { z } from "zod";
import { family } from "../../family.ts";
import { areHeadsEqual, size, UNEQUAL_HEADS } from "../../parts/config-fields.ts";
import { segmentInput, textInputs } from "../../parts/inputs.ts";
import { dense } from "../../parts/layers.ts";
import { paddingMask } from "../../parts/masks.ts";
import { embedText } from "../../parts/text-embeddings.ts";
import { wordHead } from "../../parts/word-head.ts";
import { BERT_FIELDS, bertLayers } from "./bert.ts";

const electraConfig = z
  .object({
    ...BERT_FIELDS,
    embedding_size: size.default(128),
    hidden_size: BERT_FIELDS.hidden_size.unwrap().default(256),
    num_attention_heads: BERT_FIELDS.num_attention_heads.unwrap().default(4),
    intermediate_size: BERT_FIELDS.intermediate_size.unwrap().default(1024),
  })
  .refine(areHeadsEqual, UNEQUAL_HEADS);

export const electra = family({
  modelTypes: ["electra"],
  config: electraConfig,
  prefixes: ["electra.", ""],
  anchor: "embeddings.word_embeddings.weight",
  spare: [
    /embeddings\.(position_ids|token_type_ids)$/,
    /^(discriminator_predictions|generator_predictions|generator_lm_head|classifier|qa_outputs)\./,
  ],
  build: (building, config) => {
    const { graph } = building;
    const { hidden_size: width, embedding_size: nEmbedded } = config;
    const { ids, mask } = textInputs(graph);
    const tables = {
      nWords: config.vocab_size,
      nPositions: config.max_position_embeddings,
      nKinds: config.type_vocab_size,
      width: nEmbedded,
      epsilon: config.layer_norm_eps,
    };
    const embedded = embedText(building, tables, { ids, segments: segmentInput(graph) });
    const start = nEmbedded === width ? embedded : dense(building, "embeddings_project", embedded, width);
    graph.output("last_hidden_state", bertLayers(building, config, start, [paddingMask(graph, mask)]));
  },
  answer: (config) => ({
    words: "embeddings.word_embeddings.weight",
    table: "generator_lm_head.weight",
    biases: ["generator_lm_head.bias"],
    isTied: true,
    transform: wordHead({
      ...{ dense: "generator_predictions.dense", norm: "generator_predictions.LayerNorm" },
      ...{ activation: "gelu", epsilon: config.layer_norm_eps, width: config.embedding_size },
    }),
  }),
});
