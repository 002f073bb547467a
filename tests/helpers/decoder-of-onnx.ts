/** Rewrites the ONNX export of a decoder of the LLaMA family as the checkpoint that it was exported from. */
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { indexModel } from "#pipeline/onnx/file/index-model.ts";
import { safetensorsFile, tensorEntry } from "./safetensors-writer.ts";

const MAPS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];
const GEMMA_NORMS = [
  "input_layernorm",
  "self_attn.q_norm",
  "self_attn.k_norm",
  "post_attention_layernorm",
  "pre_feedforward_layernorm",
  "post_feedforward_layernorm",
];

/**
 * Exports name embeddings, biases and norms as the checkpoint does, but number what they have folded: maps, which they
 * turn, and norms whose weights are stored as differences from 1. Both come in the order of computation.
 *
 * @param source A folder with config.json and onnx/model.onnx. @returns The path of the checkpoint's weights.
 */
export async function decoderOfOnnx(source: string, folder: string): Promise<string> {
  const { file, initializers } = indexModel(join(source, "onnx/model.onnx"));
  const header = new Map<string, object>();
  const data: Uint8Array[] = [];
  let [nMaps, nNorms, nBytes] = [0, 0, 0];
  const add = (name: string, shape: number[], numbers: Float32Array): void => {
    header.set(name, tensorEntry("F32", shape, nBytes, nBytes + numbers.byteLength));
    data.push(new Uint8Array(numbers.buffer));
    nBytes += numbers.byteLength;
  };
  for (const { name, dims, raw, dataType } of initializers.values()) {
    if (dataType !== 1 || raw === undefined || dims.length === 0) continue;
    const stored = Uint8Array.from(file.bytes(raw.start, raw.end - raw.start));
    const numbers = new Float32Array(stored.buffer);
    const [rows = 1, columns = 1] = dims;
    if (name.startsWith("onnx::MatMul"))
      add(mapName(nMaps++), [columns, rows], turned(numbers, rows, columns));
    else if (name.startsWith("onnx::Mul"))
      add(
        normName(nNorms++),
        [...dims],
        numbers.map((x) => x - 1),
      );
    else add(name, [...dims], numbers);
  }
  file.close();
  // The last map makes the logits, and the last norm stands in front of it.
  rename(header, mapName(nMaps - 1), "lm_head.weight");
  if (nNorms > 0) rename(header, normName(nNorms - 1), "model.norm.weight");
  const path = join(folder, "model.safetensors");
  await writeFile(path, safetensorsFile(Object.fromEntries(header), Buffer.concat(data)));
  await copyFile(join(source, "config.json"), join(folder, "config.json"));
  return path;
}

function mapName(i: number): string {
  const part = MAPS[i % MAPS.length]!;
  const place = i % MAPS.length < 4 ? "self_attn" : "mlp";
  return `model.layers.${Math.floor(i / MAPS.length)}.${place}.${part}.weight`;
}

function normName(i: number): string {
  return `model.layers.${Math.floor(i / GEMMA_NORMS.length)}.${GEMMA_NORMS[i % GEMMA_NORMS.length]!}.weight`;
}

function turned(numbers: Float32Array, rows: number, columns: number): Float32Array {
  return numbers.map((_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)]!);
}

function rename(header: Map<string, object>, from: string, to: string): void {
  header.set(to, header.get(from)!);
  header.delete(from);
}
