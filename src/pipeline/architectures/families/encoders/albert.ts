/** ALBERT (Lan et al. 2019): layers of a group share their weights, and embeddings are narrower than the layers. */
import { z } from "zod";
import { family } from "../../family.ts";
import { ACTIVATION_NAMES } from "../../parts/activations.ts";
import { areHeadsEqual, layers, MOST_LAYERS, size, UNEQUAL_HEADS } from "../../parts/config-fields.ts";
import { encoderLayer, type EncoderNames } from "../../parts/encoder-layer.ts";
import { segmentInput, textInputs } from "../../parts/inputs.ts";
import { dense, stack } from "../../parts/layers.ts";
import { paddingMask } from "../../parts/masks.ts";
import { embedText } from "../../parts/text-embeddings.ts";
import { wordHead } from "../../parts/word-head.ts";
import { BERT_FIELDS } from "./bert.ts";

const albertConfig = z
  .object({
    ...BERT_FIELDS,
    vocab_size: BERT_FIELDS.vocab_size.unwrap().default(30000),
    embedding_size: size.default(128),
    hidden_size: BERT_FIELDS.hidden_size.unwrap().default(4096),
    num_attention_heads: BERT_FIELDS.num_attention_heads.unwrap().default(64),
    intermediate_size: BERT_FIELDS.intermediate_size.unwrap().default(16384),
    hidden_act: z.enum(ACTIVATION_NAMES).default("gelu_new"),
    num_hidden_groups: layers.default(1),
    inner_group_num: layers.default(1),
  })
  .refine(areHeadsEqual, UNEQUAL_HEADS)
  .refine(({ inner_group_num: n, num_hidden_layers: nLayers }) => n * nLayers <= MOST_LAYERS, {
    path: ["inner_group_num"],
    error: `expected at most ${MOST_LAYERS} layers in all groups together`,
  })
  .refine(({ num_hidden_groups: nGroups, num_hidden_layers: nLayers }) => nGroups <= nLayers, {
    path: ["num_hidden_groups"],
    error: "expected at most num_hidden_layers",
  });

const NAMES: EncoderNames = {
  query: "attention.query",
  key: "attention.key",
  value: "attention.value",
  output: "attention.dense",
  norms: ["attention.LayerNorm", "full_layer_layer_norm"],
  feedForward: ["ffn", "ffn_output"],
};

export const albert = family({
  modelTypes: ["albert"],
  config: albertConfig,
  prefixes: ["albert.", ""],
  anchor: "embeddings.word_embeddings.weight",
  spare: [
    /embeddings\.(position_ids|token_type_ids)$/,
    /^(albert\.)?pooler\./,
    /^(predictions|sop_classifier|classifier|qa_outputs)\./,
  ],
  build: (building, config) => {
    const { graph } = building;
    const { num_hidden_layers: nLayers, inner_group_num: nInGroup, layer_norm_eps: epsilon } = config;
    const { ids, mask } = textInputs(graph);
    const tables = {
      nWords: config.vocab_size,
      nPositions: config.max_position_embeddings,
      nKinds: config.type_vocab_size,
      ...{ width: config.embedding_size, epsilon },
    };
    const embedded = embedText(building, tables, { ids, segments: segmentInput(graph) });
    const start = dense(building, "encoder.embedding_hidden_mapping_in", embedded, config.hidden_size);
    const options = {
      ...{ names: NAMES, isNormFirst: false, epsilon },
      nHeads: config.num_attention_heads,
      nInner: config.intermediate_size,
      activation: config.hidden_act,
    };
    const masks = [paddingMask(graph, mask)];
    const states = stack(building, nLayers * nInGroup, start, (x, layer) => {
      const group = Math.floor((Math.floor(layer / nInGroup) * config.num_hidden_groups) / nLayers);
      const at = `encoder.albert_layer_groups.${group}.albert_layers.${layer % nInGroup}`;
      return encoderLayer(building, options, at, x, { layer, masks });
    });
    graph.output("last_hidden_state", states);
  },
  answer: (config) => ({
    words: "embeddings.word_embeddings.weight",
    table: "predictions.decoder.weight",
    biases: ["predictions.bias", "predictions.decoder.bias"],
    isTied: true,
    transform: wordHead({
      ...{ dense: "predictions.dense", norm: "predictions.LayerNorm" },
      ...{ activation: config.hidden_act, epsilon: config.layer_norm_eps, width: config.embedding_size },
    }),
  }),
});
