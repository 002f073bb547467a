/** Which ONNX files make a model, by the names that exports give them. */

/** A whole model by itself or together, best first: whole and in full precision before parts, merged and smaller ones. */
const FILE_SETS: readonly (readonly string[])[] = [
  ["model"],
  ...pairs(""),
  ["text_model", "vision_model"],
  ["text_model", "audio_model"],
  ["decoder_model"],
  ["decoder_model_merged"],
  ["encoder_model"],
  ["vision_model"],
  ["text_model"],
  ["model_fp16"],
  ["model_quantized"],
  ["model_int8"],
  ["model_uint8"],
  ["model_optimized"],
  ...["_fp16", "_quantized"].flatMap((kind) => [
    ...pairs(kind),
    [`text_model${kind}`, `vision_model${kind}`],
    [`decoder_model_merged${kind}`],
    [`encoder_model${kind}`],
  ]),
  ["model_q4f16"],
  ["model_q4"],
];

function pairs(kind: string): string[][] {
  return ["decoder_model", "decoder_model_merged"].map((decoder) => [
    `encoder_model${kind}`,
    `${decoder}${kind}`,
  ]);
}

/** Hugging Face layout first. */
const PLACES = ["onnx/", ""];

/**
 * The files that make the best model among these names, e.g. `onnx/model.onnx`: one, or an encoder and its decoder, or a
 * tower of texts and one of pictures. Undefined where no name is known and there is not just one.
 */
export function chooseFiles(names: readonly string[]): readonly string[] | undefined {
  for (const set of FILE_SETS) {
    for (const place of PLACES) {
      const files = set.map((name) => `${place}${name}.onnx`);
      if (files.every((file) => names.includes(file))) return files;
    }
  }
  const graphs = names.filter(isGraph);
  return graphs.length === 1 ? graphs : undefined;
}

export function isGraph(name: string): boolean {
  return name.endsWith(".onnx");
}

/** Whether a file holds weights of a graph, by the names that exporters give: `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`. */
export function isWeightsOf(graph: string, name: string): boolean {
  return name.startsWith(graph) && /^(_data(_\d+)?|\.data)$/.test(name.slice(graph.length));
}
