/** Which files of a model are read: its graph, the weights beside it, and what decides how it sees its input. */

/** Where exports put the graph, best first: whole and in full precision before parts, merged and smaller ones. */
const GRAPH_FILES = [
  "model",
  "encoder_model",
  "decoder_model",
  "decoder_model_merged",
  "vision_model",
  "text_model",
  "model_fp16",
  "model_quantized",
  "model_int8",
  "model_uint8",
  "encoder_model_fp16",
  "encoder_model_quantized",
  "decoder_model_merged_fp16",
  "decoder_model_merged_quantized",
  "model_q4f16",
  "model_q4",
].flatMap((name) => [`onnx/${name}.onnx`, `${name}.onnx`]);

export const COMPANIONS = [
  "config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "preprocessor_config.json",
] as const;

/** The best graph file among the files of a model: one of the names above, or else the only one there is. */
export function chooseGraph(names: readonly string[]): string | undefined {
  const known = GRAPH_FILES.find((name) => names.includes(name));
  if (known !== undefined) return known;
  const graphs = names.filter(isGraph);
  return graphs.length === 1 ? graphs[0] : undefined;
}

export function isGraph(name: string): boolean {
  return name.endsWith(".onnx");
}

/** Whether a file holds weights of a graph, by the names that exporters give: `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`. */
export function isWeightsOf(graph: string, name: string): boolean {
  return name.startsWith(graph) && /^(_data(_\d+)?|\.data)$/.test(name.slice(graph.length));
}
