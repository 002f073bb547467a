/** BERT as a file for use: any number of sequences of any length, and one logit per vocabulary entry for every token. */
import { Graph, type Dim } from "../graph/graph.ts";
import { bertParameters, bertStates, bertWords, type BertSize } from "../models/bert.ts";
import { maskedScores } from "./mask.ts";
import { storedWeights, type Storage } from "./stored-weights.ts";

/** An ONNX file with inputs `input_ids`, `attention_mask` and `token_type_ids` and output `logits`. */
export function exportBert(
  size: BertSize,
  values: ReadonlyMap<string, Float32Array>,
  storage: Storage,
): Buffer {
  const graph = new Graph();
  const shape: Dim[] = ["batch_size", "sequence_length"];
  const ids = graph.input("input_ids", "int64", shape);
  const mask = maskedScores(graph, graph.input("attention_mask", "int64", shape));
  const segments = graph.input("token_type_ids", "int64", shape);
  const weights = storedWeights(graph, bertParameters(size), values, storage);
  const building = { graph, weights };
  graph.output("logits", bertWords(building, bertStates(building, size, { ids, segments, mask })));
  return graph.bytes();
}
