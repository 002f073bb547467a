/** Writes a model as the hub has it, from numbers by name. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { safetensorsFile, tensorEntry } from "./safetensors-writer.ts";

export interface WrittenTensor {
  readonly shape: readonly number[];
  readonly numbers: Float32Array | Float64Array | Int8Array;
}

function dtypeOf(numbers: WrittenTensor["numbers"]): "F32" | "F64" | "I8" {
  if (numbers instanceof Float64Array) return "F64";
  return numbers instanceof Int8Array ? "I8" : "F32";
}

/** @returns The path of its weights. */
export function writeCheckpoint(
  folder: string,
  config: object,
  tensors: Readonly<Record<string, WrittenTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): string {
  const header: Record<string, object> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, numbers }] of Object.entries(tensors)) {
    header[name] = tensorEntry(dtypeOf(numbers), [...shape], end, end + numbers.byteLength);
    end += numbers.byteLength;
  }
  const data = Object.values(tensors).map(
    ({ numbers }) => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
  );
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const path = join(folder, "model.safetensors");
  writeFileSync(path, safetensorsFile(header, Buffer.concat(data)));
  return path;
}
