/** GPT-2 as a file for use: any number of sequences of any length; padding and later tokens are masked. */
import { Graph, type Dim, type Value } from "../graph/graph.ts";
import { HIDDEN } from "../models/gpt2-loss.ts";
import { gpt2Logits, gpt2Parameters, type Gpt2Size } from "../models/gpt2.ts";
import { maskedScores } from "./mask.ts";
import { storedWeights, type Storage } from "./stored-weights.ts";

/** An ONNX file with inputs `input_ids` and `attention_mask` and output `logits`. */
export function exportGpt2(
  size: Gpt2Size,
  values: ReadonlyMap<string, Float32Array>,
  storage: Storage,
): Buffer {
  const graph = new Graph();
  const shape: Dim[] = ["batch_size", "sequence_length"];
  const ids = graph.input("input_ids", "int64", shape);
  const seen = maskedScores(graph, graph.input("attention_mask", "int64", shape));
  const later = laterScores(graph, ids);
  const mask = graph.node("Add", [seen, later], ["batch_size", 1, "sequence_length", "sequence_length"]);
  const weights = storedWeights(graph, gpt2Parameters(size), values, storage);
  graph.output("logits", gpt2Logits({ graph, weights }, size, ids, mask));
  return graph.bytes();
}

/** [length, length]: masked where the key comes after the query. */
function laterScores(graph: Graph, ids: Value): Value {
  const length = "sequence_length";
  const size = graph.node("Shape", [ids], [1], { start: 1, end: 2 });
  const end = graph.node("Squeeze", [size, graph.longs([0])], []);
  const positions = graph.node("Range", [graph.longs([0], []), end, graph.longs([1], [])], [length]);
  const queries = graph.node("Unsqueeze", [positions, graph.longs([1])], [length, 1]);
  const isLater = graph.node("Less", [queries, positions], [length, length]);
  const shares = graph.node("Cast", [isLater], [length, length], { to: 1 });
  return graph.node("Mul", [shares, graph.floats([HIDDEN])], [length, length]);
}
