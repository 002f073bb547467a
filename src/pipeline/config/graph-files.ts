/** Which files of a model are read beside its graph: the weights, and what decides how it sees its input. */

export const COMPANIONS = [
  "config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "preprocessor_config.json",
] as const;

/** Whether a file holds weights of a graph, by the names that exporters give: `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`. */
export function isWeightsOf(graph: string, name: string): boolean {
  return name.startsWith(graph) && /^(_data(_\d+)?|\.data)$/.test(name.slice(graph.length));
}
