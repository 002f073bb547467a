/** BERT (Devlin et al. 2018): words, segments and positions are added, then come layers that normalize after each step. */
import { z } from "zod";
import { add } from "../../graph/arithmetic.ts";
import type { Value } from "../../graph/graph.ts";
import { firstRows } from "../../graph/lookup.ts";
import type { Building } from "../building.ts";
import { family } from "../family.ts";
import { ACTIVATION_NAMES } from "../parts/activations.ts";
import { epsilon, layers, size } from "../parts/config-fields.ts";
import { encoderLayer, type EncoderNames } from "../parts/encoder-layer.ts";
import { segmentInput, textInputs } from "../parts/inputs.ts";
import { norm, stack } from "../parts/layers.ts";
import { paddingMask } from "../parts/masks.ts";

export const bertConfig = z
  .object({
    vocab_size: size,
    max_position_embeddings: size,
    type_vocab_size: size.default(2),
    hidden_size: size,
    num_hidden_layers: layers,
    num_attention_heads: size,
    intermediate_size: size,
    hidden_act: z.enum(ACTIVATION_NAMES).default("gelu"),
    layer_norm_eps: epsilon.default(1e-12),
    position_embedding_type: z.literal("absolute").default("absolute"),
    is_decoder: z.literal(false).default(false),
    add_cross_attention: z.literal(false).default(false),
  })
  .refine(({ hidden_size: width, num_attention_heads: nHeads }) => width % nHeads === 0, {
    path: ["num_attention_heads"],
    error: "expected a divisor of hidden_size",
  });
export type BertConfig = z.infer<typeof bertConfig>;

const NAMES: EncoderNames = {
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
});

/**
 * @param ids int64 [batch, length]
 * @param segments int64 [batch, length]: 0 for the first text, 1 for the second.
 * @param mask Added to the scores, so that nothing attends to padding.
 * @returns [batch, length, hidden_size]
 */
export function bertStates(
  building: Building,
  config: BertConfig,
  { ids, segments, mask }: { readonly ids: Value; readonly segments: Value; readonly mask: Value },
): Value {
  const { graph, weights } = building;
  const { hidden_size: width, layer_norm_eps: epsilon } = config;
  const table = (name: string): string => `embeddings.${name}_embeddings.weight`;
  const positions = weights.tensor(table("position"), [config.max_position_embeddings, width]);
  const words = weights.rows(table("word"), [config.vocab_size, width], ids);
  const kinds = weights.rows(table("token_type"), [config.type_vocab_size, width], segments);
  const sum = add(graph, add(graph, words, kinds), firstRows(graph, positions, ids));
  const start = norm(building, "embeddings.LayerNorm", sum, epsilon);
  const options = {
    ...{ names: NAMES, isNormFirst: false, epsilon },
    nHeads: config.num_attention_heads,
    nInner: config.intermediate_size,
    activation: config.hidden_act,
  };
  return stack(building, config.num_hidden_layers, start, (x, layer) =>
    encoderLayer(building, options, `encoder.layer.${layer}`, x, { layer, masks: [mask] }),
  );
}
