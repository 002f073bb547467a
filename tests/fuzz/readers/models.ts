/** ONNX files, short of onnxruntime, and the reference that an export is compared with. */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { numbersOf, readReference } from "#pipeline/inspect/reference.ts";
import { openGraph } from "#pipeline/onnx/open-graph.ts";
import { decoderOnnx, encoderOnnx } from "../../helpers/tiny-pair.ts";
import { tinyOnnx, tinyOnnxBeside } from "../../helpers/tiny-model.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";

/** Larger files are mostly weights, which nobody reads here. */
const MAX_SEED_BYTES = 700_000;

/** Ours, and those of the large test inputs where they are. */
function onnxSeeds(): Buffer[] {
  const found = globSync("../shared/{zoo/*,zoo/_bad/*,models/*}/onnx/*.onnx").sort();
  const own = [tinyOnnx(), tinyOnnxBeside("weights.bin").onnx, encoderOnnx(), decoderOnnx()];
  return [...own, ...found.map((path) => readFileSync(path))].filter(
    ({ length }) => length > 0 && length <= MAX_SEED_BYTES,
  );
}

export const models: FuzzReader = {
  name: "onnx",
  what: "ONNX graphs",
  cases: 10_000,
  fewCases: 120,
  open: (folder) => {
    const seeds = onnxSeeds();
    const path = join(folder, "model.onnx");
    writeFileSync(join(folder, "weights.bin"), tinyOnnxBeside("weights.bin").weights);
    return {
      tryOne: async (random) => {
        const seed = seeds[Math.floor(random() * seeds.length)]!;
        writeFileSync(path, mutate(seed, "binary", random));
        await openGraph(path).release();
      },
    };
  },
};

const tensor = (...values: number[]): unknown => ({
  dtype: "float32",
  shape: [1, 1, 1, values.length],
  data: Buffer.from(Float32Array.from(values).buffer).toString("base64"),
});
const REFERENCE = {
  graphs: [
    {
      files: [{ path: "onnx/model.onnx", maxError: 1e-6, maxDelta: { q: 1e-6, k: null, weights: 0 } }],
      inputs: { input_ids: { dtype: "int64", shape: [1, 1], data: "AQAAAAAAAAA=" } },
      layers: [
        { kind: "self", nHeads: 1, nKvHeads: 1, q: tensor(1, 2), k: tensor(3, 4), weights: tensor(1) },
      ],
    },
  ],
};

export const references: FuzzReader = {
  name: "reference",
  what: "reference.json of inspect",
  cases: 10_000,
  fewCases: 100,
  open: (folder) => {
    const path = join(folder, "reference.json");
    return {
      tryOne: (random) => {
        writeFileSync(path, mutate(Buffer.from(JSON.stringify(REFERENCE)), "json", random));
        for (const { inputs, layers } of readReference(path)) {
          Object.values(inputs).forEach(numbersOf);
          for (const { q, k, weights } of layers) [q, k, weights].forEach(numbersOf);
        }
      },
    };
  },
};
