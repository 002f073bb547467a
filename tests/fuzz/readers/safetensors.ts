/** Headers of safetensors files: damaged as bytes, and as JSON below a length that fits. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ByteFile } from "#pipeline/onnx/file/byte-file.ts";
import { readSafetensors } from "#pipeline/weights/safetensors.ts";
import { safetensorsFile } from "../../helpers/safetensors-writer.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";

const HEADER = {
  __metadata__: { format: "pt" },
  "wte.weight": { dtype: "F32", shape: [4, 3], data_offsets: [0, 48] },
  "h.0.ln_1.bias": { dtype: "BF16", shape: [3], data_offsets: [48, 54] },
  "h.0.attn.scale": { dtype: "F16", shape: [], data_offsets: [54, 56] },
  empty: { dtype: "I64", shape: [0, 7], data_offsets: [56, 56] },
};

const DATA = new Uint8Array(56);

export const safetensors: FuzzReader = {
  name: "safetensors",
  what: "headers of safetensors files",
  cases: 10_000,
  fewCases: 200,
  open: (folder) => {
    const path = join(folder, "model.safetensors");
    const header = Buffer.from(JSON.stringify(HEADER));
    return {
      tryOne: (random) => {
        const isJson = random() < 0.7;
        writeFileSync(
          path,
          isJson
            ? safetensorsFile(mutate(header, "json", random), DATA)
            : mutate(safetensorsFile(header, DATA), "binary", random),
        );
        const file = new ByteFile(path);
        try {
          readSafetensors(file);
        } finally {
          file.close();
        }
      },
    };
  },
};
