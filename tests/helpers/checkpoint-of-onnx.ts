/** Writes the weights of an ONNX file of the training recipes as transformers saves them: safetensors beside config.json. */
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { indexModel } from "#pipeline/onnx/file/index-model.ts";
import { safetensorsFile, tensorEntry } from "./safetensors-writer.ts";

/** Linear maps, which PyTorch keeps as [outputs, inputs]; GPT-2 keeps its own as products take them. */
const TURNED = /\.(query|key|value|dense|classifier)\.weight$|^classifier\.weight$/;

/** @param weightsFolder A model in content/weights. @param folder Where the checkpoint is written to. */
export async function checkpointOfOnnx(weightsFolder: string, folder: string): Promise<void> {
  const { file, initializers } = indexModel(join(weightsFolder, "onnx/model.onnx"));
  const header: Record<string, object> = {};
  const data: Uint8Array[] = [];
  let nBytes = 0;
  for (const { name, dims, raw, dataType } of initializers.values()) {
    // Constants of the graph are no weights: those are stored in float16.
    if (dataType !== 10 || raw === undefined) continue;
    const halves = new Uint16Array(Uint8Array.from(file.bytes(raw.start, raw.end - raw.start)).buffer);
    const [rows = 1, columns = 1] = dims;
    const isTurned = TURNED.test(name);
    const numbers = isTurned
      ? halves.map((_, i) => halves[(i % rows) * columns + Math.floor(i / rows)]!)
      : halves;
    const shape = isTurned
      ? [columns, rows]
      : name.endsWith("cls_token") || name.endsWith("position_embeddings")
        ? [1, ...dims]
        : [...dims];
    header[name] = tensorEntry("F16", shape, nBytes, nBytes + numbers.byteLength);
    data.push(new Uint8Array(numbers.buffer));
    nBytes += numbers.byteLength;
  }
  file.close();
  await writeFile(join(folder, "model.safetensors"), safetensorsFile(header, Buffer.concat(data)));
  await copyFile(join(weightsFolder, "config.json"), join(folder, "config.json"));
}
