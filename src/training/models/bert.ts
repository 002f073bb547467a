/** BERT (Devlin et al. 2018) with its head for masked words. */
import { geluErf } from "../graph/activation.ts";
import { add } from "../graph/arithmetic.ts";
import type { Value } from "../graph/graph.ts";
import { transpose } from "../graph/layout.ts";
import { firstRows, lookUp } from "../graph/lookup.ts";
import { linear } from "../graph/matrix-product.ts";
import { encode, encoderParameters, type EncoderStyle } from "./encoder.ts";
import { denseLayer, normLayer, type Building, type ModelSize } from "./layers.ts";
import { bias, dense, norm, positionTable, table, type Parameter } from "./parameter.ts";

export interface BertSize extends ModelSize {
  readonly nVocabulary: number;
  readonly nPositions: number;
}

const EPSILON = 1e-12;
const STYLE: EncoderStyle = {
  prefix: "bert.encoder.layer",
  self: "attention.self",
  norms: ["attention.output.LayerNorm", "output.LayerNorm"],
  isPreNorm: false,
};

export function bertParameters(size: BertSize): Parameter[] {
  const { width, nVocabulary, nPositions } = size;
  return [
    table("bert.embeddings.word_embeddings.weight", nVocabulary, width),
    positionTable("bert.embeddings.position_embeddings.weight", [nPositions, width]),
    table("bert.embeddings.token_type_embeddings.weight", 2, width),
    ...norm("bert.embeddings.LayerNorm", width),
    ...encoderParameters(size, STYLE),
    ...dense("cls.predictions.transform.dense", width, width),
    ...norm("cls.predictions.transform.LayerNorm", width),
    bias("cls.predictions.bias", nVocabulary),
  ];
}

/**
 * @param ids int64 [batch, length]
 * @param segments int64 [batch, length]: 0 for the first text, 1 for the second.
 * @param mask Added to the scores, so that nothing attends to padding.
 * @returns [batch, length, width]
 */
export function bertStates(
  building: Building,
  size: BertSize,
  { ids, segments, mask }: { readonly ids: Value; readonly segments: Value; readonly mask: Value },
): Value {
  const { graph, weights } = building;
  const at = (name: string): Value => weights(`bert.embeddings.${name}_embeddings.weight`);
  const words = add(graph, lookUp(graph, at("word"), ids), lookUp(graph, at("token_type"), segments));
  const sum = add(graph, words, firstRows(graph, at("position"), ids));
  const start = normLayer(building, "bert.embeddings.LayerNorm", sum, EPSILON);
  return encode(building, size, STYLE, start, mask).at(-1);
}

/** @param states [..., width] @returns logits [..., nVocabulary] */
export function bertWords(building: Building, states: Value): Value {
  const { graph, weights } = building;
  const inner = geluErf(graph, denseLayer(building, "cls.predictions.transform.dense", states));
  const normed = normLayer(building, "cls.predictions.transform.LayerNorm", inner, EPSILON);
  const words = transpose(graph, weights("bert.embeddings.word_embeddings.weight"), [1, 0]);
  return add(graph, linear(graph, normed, words), weights("cls.predictions.bias"));
}
