/** RoBERTa (Liu et al. 2019), XLM-R, CamemBERT and data2vec for texts: BERT whose positions count on from that of the padding. */
import { z } from "zod";
import { family } from "../../family.ts";
import { areHeadsEqual, index, UNEQUAL_HEADS } from "../../parts/config-fields.ts";
import { textInputs } from "../../parts/inputs.ts";
import { paddingMask } from "../../parts/masks.ts";
import { positionsBehindPadding } from "../../parts/text-embeddings.ts";
import { wordHead } from "../../parts/word-head.ts";
import { BERT_FIELDS, bertStates } from "./bert.ts";

const robertaConfig = z
  .object({
    ...BERT_FIELDS,
    vocab_size: BERT_FIELDS.vocab_size.unwrap().default(50265),
    pad_token_id: index.default(1),
  })
  .refine(areHeadsEqual, UNEQUAL_HEADS);

export const roberta = family({
  modelTypes: ["roberta", "xlm-roberta", "camembert", "data2vec-text"],
  config: robertaConfig,
  prefixes: ["roberta.", "data2vec_text.", ""],
  anchor: "embeddings.word_embeddings.weight",
  spare: [
    /embeddings\.(position_ids|token_type_ids)$/,
    /^(roberta\.|data2vec_text\.)?pooler\.dense\./,
    /^(lm_head|classifier|qa_outputs)\./,
  ],
  build: (building, config) => {
    const { graph } = building;
    const { ids, mask } = textInputs(graph);
    const positions = positionsBehindPadding(graph, ids, config.pad_token_id);
    const states = bertStates(building, config, { ids, positions, mask: paddingMask(graph, mask) });
    graph.output("last_hidden_state", states);
  },
  answer: (config) => ({
    words: "embeddings.word_embeddings.weight",
    table: "lm_head.decoder.weight",
    biases: ["lm_head.bias", "lm_head.decoder.bias"],
    isTied: true,
    transform: wordHead({
      ...{ dense: "lm_head.dense", norm: "lm_head.layer_norm" },
      ...{ activation: "gelu", epsilon: config.layer_norm_eps, width: config.hidden_size },
    }),
  }),
});
