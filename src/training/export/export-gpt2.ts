/** GPT-2 as a file for use: any number of sequences of any length; padding and later tokens are masked. */
import { textInputs } from "#pipeline/architectures/parts/inputs.ts";
import { causalMask, paddingMask } from "#pipeline/architectures/parts/masks.ts";
import { Graph } from "#pipeline/graph/graph.ts";
import { gpt2Logits, gpt2Parameters } from "../models/gpt2.ts";
import type { Gpt2Size } from "../models/sizes.ts";
import { storedWeights, type Storage } from "./stored-weights.ts";

/** An ONNX file with inputs `input_ids` and `attention_mask` and output `logits`. */
export function exportGpt2(
  size: Gpt2Size,
  values: ReadonlyMap<string, Float32Array>,
  storage: Storage,
): Buffer {
  const graph = new Graph();
  const { ids, mask } = textInputs(graph);
  const masks = [paddingMask(graph, mask), causalMask(graph, ids)];
  const parameters = storedWeights(graph, gpt2Parameters(size), values, storage);
  graph.output("logits", gpt2Logits({ graph, parameters }, size, ids, masks));
  return graph.bytes();
}
