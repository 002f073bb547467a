/** MPNet (Song et al. 2020): RoBERTa with a bias by distance, which all layers share; the body of many sentence encoders. */
import { z } from "zod";
import { family } from "../../family.ts";
import { areHeadsEqual, UNEQUAL_HEADS } from "../../parts/config-fields.ts";
import type { EncoderNames } from "../../parts/encoder-layer.ts";
import { textInputs } from "../../parts/inputs.ts";
import { paddingMask } from "../../parts/masks.ts";
import { relativeBias } from "../../parts/relative-bias.ts";
import { embedText, positionsBehindPadding } from "../../parts/text-embeddings.ts";
import { wordHead } from "../../parts/word-head.ts";
import { BERT_FIELDS, bertLayers } from "./bert.ts";

const mpnetConfig = z
  .object({
    ...BERT_FIELDS,
    vocab_size: BERT_FIELDS.vocab_size.unwrap().default(30527),
    // transformers makes the table as large as it is told, but computes 32 buckets all the same.
    relative_attention_num_buckets: z.literal(32).default(32),
  })
  .refine(areHeadsEqual, UNEQUAL_HEADS);

/** transformers takes it for granted, whatever pad_token_id says. */
const PADDING = 1;

const NAMES: EncoderNames = {
  query: "attention.attn.q",
  key: "attention.attn.k",
  value: "attention.attn.v",
  output: "attention.attn.o",
  norms: ["attention.LayerNorm", "output.LayerNorm"],
  feedForward: ["intermediate.dense", "output.dense"],
};

export const mpnet = family({
  modelTypes: ["mpnet"],
  config: mpnetConfig,
  prefixes: ["mpnet.", ""],
  anchor: "embeddings.word_embeddings.weight",
  spare: [/embeddings\.position_ids$/, /^(mpnet\.)?pooler\.dense\./, /^(lm_head|classifier|qa_outputs)\./],
  build: (building, config) => {
    const { graph } = building;
    const { ids, mask } = textInputs(graph);
    const tables = {
      nWords: config.vocab_size,
      nPositions: config.max_position_embeddings,
      nKinds: 0,
      width: config.hidden_size,
      epsilon: config.layer_norm_eps,
    };
    const positions = positionsBehindPadding(graph, ids, PADDING);
    const start = embedText(building, tables, { ids, positions });
    const bias = relativeBias(building, "encoder.relative_attention_bias", ids, {
      nBuckets: config.relative_attention_num_buckets,
      maxDistance: 128,
      nHeads: config.num_attention_heads,
    });
    const masks = [bias, paddingMask(graph, mask)];
    graph.output("last_hidden_state", bertLayers(building, config, start, masks, NAMES));
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
