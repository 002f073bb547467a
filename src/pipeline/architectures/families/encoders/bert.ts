/** BERT (Devlin et al. 2018): words, segments and positions are added, then come layers that normalize after each step. */
import { z } from "zod";
import type { Value } from "../../../graph/graph.ts";
import type { Building } from "../../building.ts";
import { family } from "../../family.ts";
import { ACTIVATION_NAMES } from "../../parts/activations.ts";
import { areHeadsEqual, epsilon, layers, size, UNEQUAL_HEADS } from "../../parts/config-fields.ts";
import { encoderLayer, type EncoderNames } from "../../parts/encoder-layer.ts";
import { segmentInput, textInputs } from "../../parts/inputs.ts";
import { stack } from "../../parts/layers.ts";
import { paddingMask } from "../../parts/masks.ts";
import { embedText, type TextTokens } from "../../parts/text-embeddings.ts";
import { wordHead } from "../../parts/word-head.ts";

/** What configurations of BERT and its relatives have; what they leave out is as transformers has it. */
export const BERT_FIELDS = {
  vocab_size: size.default(30522),
  max_position_embeddings: size.default(512),
  type_vocab_size: size.default(2),
  hidden_size: size.default(768),
  num_hidden_layers: layers.default(12),
  num_attention_heads: size.default(12),
  intermediate_size: size.default(3072),
  hidden_act: z.enum(ACTIVATION_NAMES).default("gelu"),
  layer_norm_eps: epsilon.default(1e-12),
  position_embedding_type: z.literal("absolute").default("absolute"),
  is_decoder: z.literal(false).default(false),
  add_cross_attention: z.literal(false).default(false),
};

export const bertConfig = z.object(BERT_FIELDS).refine(areHeadsEqual, UNEQUAL_HEADS);
export type BertConfig = z.infer<typeof bertConfig>;

/** Names of a layer's parts. */
export const BERT_NAMES: EncoderNames = {
  query: "attention.self.query",
  key: "attention.self.key",
  value: "attention.self.value",
  output: "attention.output.dense",
  norms: ["attention.output.LayerNorm", "output.LayerNorm"],
  feedForward: ["intermediate.dense", "output.dense"],
};

export const bert = family({
  modelTypes: ["bert"],
  config: bertConfig,
  prefixes: ["bert.", ""],
  anchor: "embeddings.word_embeddings.weight",
  spare: [/embeddings\.position_ids$/, /^(bert\.)?pooler\.dense\./, /^(cls|classifier|qa_outputs|dropout)\./],
  build: (building, config) => {
    const { graph } = building;
    const { ids, mask } = textInputs(graph);
    const inputs = { ids, segments: segmentInput(graph), mask: paddingMask(graph, mask) };
    graph.output("last_hidden_state", bertStates(building, config, inputs));
  },
  answer: (config) => ({
    words: "embeddings.word_embeddings.weight",
    table: "cls.predictions.decoder.weight",
    biases: ["cls.predictions.bias", "cls.predictions.decoder.bias"],
    isTied: true,
    transform: wordHead({
      ...{ dense: "cls.predictions.transform.dense", norm: "cls.predictions.transform.LayerNorm" },
      ...{ activation: config.hidden_act, epsilon: config.layer_norm_eps, width: config.hidden_size },
    }),
  }),
});

/**
 * @param tokens.mask Added to the scores, so that nothing attends to padding.
 * @returns [batch, length, hidden_size]
 */
export function bertStates(
  building: Building,
  config: BertConfig,
  { mask, ...tokens }: TextTokens & { readonly mask: Value },
): Value {
  const tables = {
    nWords: config.vocab_size,
    nPositions: config.max_position_embeddings,
    nKinds: config.type_vocab_size,
    width: config.hidden_size,
    epsilon: config.layer_norm_eps,
  };
  return bertLayers(building, config, embedText(building, tables, tokens), [mask]);
}

/** @param x [batch, length, hidden_size] @param masks Added to the scores. @returns As x. */
export function bertLayers(
  building: Building,
  config: Pick<
    BertConfig,
    "num_hidden_layers" | "num_attention_heads" | "intermediate_size" | "hidden_act" | "layer_norm_eps"
  >,
  x: Value,
  masks: readonly Value[],
  names = BERT_NAMES,
): Value {
  const options = {
    ...{ names, isNormFirst: false, epsilon: config.layer_norm_eps },
    nHeads: config.num_attention_heads,
    nInner: config.intermediate_size,
    activation: config.hidden_act,
  };
  return stack(building, config.num_hidden_layers, x, (seen, layer) =>
    encoderLayer(building, options, `encoder.layer.${layer}`, seen, { layer, masks }),
  );
}
