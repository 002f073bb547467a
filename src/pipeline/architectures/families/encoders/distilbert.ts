/** DistilBERT (Sanh et al. 2019): BERT without kinds of text, under names of its own. */
import { z } from "zod";
import { family } from "../../family.ts";
import { ACTIVATION_NAMES } from "../../parts/activations.ts";
import { layers, size } from "../../parts/config-fields.ts";
import { encoderLayer, type EncoderNames } from "../../parts/encoder-layer.ts";
import { textInputs } from "../../parts/inputs.ts";
import { stack } from "../../parts/layers.ts";
import { paddingMask } from "../../parts/masks.ts";
import { embedText } from "../../parts/text-embeddings.ts";
import { wordHead } from "../../parts/word-head.ts";

const distilbertConfig = z
  .object({
    vocab_size: size.default(30522),
    max_position_embeddings: size.default(512),
    dim: size.default(768),
    n_layers: layers.default(6),
    n_heads: size.default(12),
    hidden_dim: size.default(3072),
    activation: z.enum(ACTIVATION_NAMES).default("gelu"),
  })
  .refine(({ dim, n_heads: nHeads }) => dim % nHeads === 0, {
    path: ["n_heads"],
    error: "expected a divisor of dim",
  });

/** No configuration sets it. */
const EPSILON = 1e-12;

const NAMES: EncoderNames = {
  query: "attention.q_lin",
  key: "attention.k_lin",
  value: "attention.v_lin",
  output: "attention.out_lin",
  norms: ["sa_layer_norm", "output_layer_norm"],
  feedForward: ["ffn.lin1", "ffn.lin2"],
};

export const distilbert = family({
  modelTypes: ["distilbert"],
  config: distilbertConfig,
  renamed: { hidden_size: "dim", num_attention_heads: "n_heads", num_hidden_layers: "n_layers" },
  prefixes: ["distilbert.", ""],
  anchor: "embeddings.word_embeddings.weight",
  spare: [
    /embeddings\.position_ids$/,
    /^(vocab_(transform|layer_norm|projector)|pre_classifier|classifier|qa_outputs)\./,
  ],
  build: (building, config) => {
    const { graph } = building;
    const { ids, mask } = textInputs(graph);
    const tables = {
      nWords: config.vocab_size,
      nPositions: config.max_position_embeddings,
      nKinds: 0,
      width: config.dim,
      epsilon: EPSILON,
    };
    const options = {
      ...{ names: NAMES, isNormFirst: false, epsilon: EPSILON },
      nHeads: config.n_heads,
      nInner: config.hidden_dim,
      activation: config.activation,
    };
    const masks = [paddingMask(graph, mask)];
    const start = embedText(building, tables, { ids });
    const states = stack(building, config.n_layers, start, (x, layer) =>
      encoderLayer(building, options, `transformer.layer.${layer}`, x, { layer, masks }),
    );
    graph.output("last_hidden_state", states);
  },
  answer: (config) => ({
    words: "embeddings.word_embeddings.weight",
    table: "vocab_projector.weight",
    biases: ["vocab_projector.bias"],
    isTied: true,
    transform: wordHead({
      ...{ dense: "vocab_transform", norm: "vocab_layer_norm" },
      ...{ activation: config.activation, epsilon: EPSILON, width: config.dim },
    }),
  }),
});
