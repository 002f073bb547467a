/** BERT as a file for use: any number of sequences of any length, and one logit per vocabulary entry for every token. */
import { segmentInput, textInputs } from "#pipeline/architectures/parts/inputs.ts";
import { paddingMask } from "#pipeline/architectures/parts/masks.ts";
import { Graph } from "#pipeline/graph/graph.ts";
import { bertModel, bertParameters, bertWords } from "../models/bert.ts";
import type { BertSize } from "../models/sizes.ts";
import { storedWeights, type Storage } from "./stored-weights.ts";

/** An ONNX file with inputs `input_ids`, `attention_mask` and `token_type_ids` and output `logits`. */
export function exportBert(
  size: BertSize,
  values: ReadonlyMap<string, Float32Array>,
  storage: Storage,
): Buffer {
  const graph = new Graph();
  const { ids, mask } = textInputs(graph);
  const inputs = { ids, segments: segmentInput(graph), mask: paddingMask(graph, mask) };
  const parameters = storedWeights(graph, bertParameters(size), values, storage);
  const training = { graph, parameters };
  graph.output("logits", bertWords(training, bertModel(training, size, inputs)));
  return graph.bytes();
}
