/** BERT as it is trained, with its head for masked words. */
import { bertConfig, bertStates } from "#pipeline/architectures/families/encoders/bert.ts";
import { dense as denseLayer, norm as normLayer } from "#pipeline/architectures/parts/layers.ts";
import { geluErf } from "#pipeline/graph/activation.ts";
import { add } from "#pipeline/graph/arithmetic.ts";
import type { Value } from "#pipeline/graph/graph.ts";
import { transpose } from "#pipeline/graph/layout.ts";
import { linear } from "#pipeline/graph/matrix-product.ts";
import { bertConfigFile } from "../export/config-files.ts";
import { encoderParameters } from "./encoder-parameters.ts";
import { bias, dense, norm, positionTable, table, type Parameter } from "./parameter.ts";
import type { BertSize } from "./sizes.ts";
import { asBuilding, type Training } from "./training.ts";

const BODY = "bert.";
const EPSILON = 1e-12;

export function bertParameters(size: BertSize): Parameter[] {
  const { width, nVocabulary, nPositions } = size;
  return [
    table(`${BODY}embeddings.word_embeddings.weight`, nVocabulary, width),
    positionTable(`${BODY}embeddings.position_embeddings.weight`, [nPositions, width]),
    table(`${BODY}embeddings.token_type_embeddings.weight`, 2, width),
    ...norm(`${BODY}embeddings.LayerNorm`, width),
    ...encoderParameters(size, {
      prefix: `${BODY}encoder.layer`,
      self: "attention.self",
      norms: ["attention.output.LayerNorm", "output.LayerNorm"],
    }),
    ...dense("cls.predictions.transform.dense", width, width),
    ...norm("cls.predictions.transform.LayerNorm", width),
    bias("cls.predictions.bias", nVocabulary),
  ];
}

/** @param inputs As `bertStates` takes them. @returns [batch, length, width] */
export function bertModel(
  training: Training,
  size: BertSize,
  inputs: Parameters<typeof bertStates>[2],
): Value {
  return bertStates(asBuilding(training, BODY), bertConfig.parse(bertConfigFile(size)), inputs);
}

/** @param states [..., width] @returns logits [..., nVocabulary] */
export function bertWords(training: Training, states: Value): Value {
  const { graph, parameters } = training;
  const head = asBuilding(training, "cls.predictions.");
  const width = Number(states.shape.at(-1));
  const inner = geluErf(graph, denseLayer(head, "transform.dense", states, width));
  const normed = normLayer(head, "transform.LayerNorm", inner, EPSILON);
  const words = transpose(graph, parameters(`${BODY}embeddings.word_embeddings.weight`), [1, 0]);
  return add(graph, linear(graph, normed, words), parameters("cls.predictions.bias"));
}
