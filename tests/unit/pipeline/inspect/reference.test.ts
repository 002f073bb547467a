import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareReference } from "#pipeline/inspect/compare-reference.ts";
import { numbersOf, readReference, type StoredTensor } from "#pipeline/inspect/reference.ts";
import { DATA_TYPE } from "#pipeline/onnx/feeds/fed-types.ts";
import { openModel, type BlockCapture } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "../../../helpers/architecture-fixtures.ts";
import { writeFormulaModel } from "../../../helpers/formula-weights.ts";
import { floats, node, onnxModel, value } from "../../../helpers/onnx-writer.ts";
import { longs } from "../../../helpers/run-graph.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const stored = (
  dtype: string,
  array: { readonly buffer: ArrayBufferLike },
  shape: number[],
): StoredTensor => ({
  dtype,
  shape,
  data: Buffer.from(array.buffer as ArrayBuffer).toString("base64"),
});

describe("numbersOf", () => {
  it("reads numbers of every type, as their bytes say", () => {
    // 1 is 0x3c00 in float16 and 0x3f80 in bfloat16; −2.5 is 0xc100 and 0xc020.
    const cases: readonly (readonly [string, { buffer: ArrayBufferLike }, number[]])[] = [
      ["float16", Uint16Array.of(0x3c00, 0xc100), [1, -2.5]],
      ["bfloat16", Uint16Array.of(0x3f80, 0xc020), [1, -2.5]],
      ["float32", Float32Array.of(0.5, -1), [0.5, -1]],
      ["float64", Float64Array.of(0.1, 1e300), [0.1, 1e300]],
      ["int64", BigInt64Array.of(-3n, 1n << 40n), [-3, 2 ** 40]],
      ["int32", Int32Array.of(-3, 70_000), [-3, 70_000]],
      ["int16", Int16Array.of(-3, 300), [-3, 300]],
      ["int8", Int8Array.of(-3, 100), [-3, 100]],
      ["uint8", Uint8Array.of(0, 255), [0, 255]],
      ["bool", Uint8Array.of(0, 1), [0, 1]],
    ];
    for (const [dtype, array, expected] of cases)
      expect([dtype, Array.from(numbersOf(stored(dtype, array, [2])))]).toEqual([dtype, expected]);
  });

  it("tells where there are not as many as the shape says", () => {
    expect(() => numbersOf(stored("float32", Uint8Array.of(1, 2, 3), [1]))).toThrow(
      "data: a tensor of the reference cannot be read: expected 4 bytes for float32 of [1], received 3.",
    );
  });

  it("names a type that it does not know", () => {
    expect(() => numbersOf(stored("complex64", Float32Array.of(1), [1]))).toThrow(
      /dtype: a tensor of the reference cannot be read: expected one of float64, .*received "complex64"\./,
    );
  });
});

describe("readReference", () => {
  const tensor = { dtype: "float32", shape: [1], data: "AAAAAA==" };
  const layer = { kind: "self", nHeads: 1, nKvHeads: 1, q: tensor, k: tensor, weights: tensor };
  const graph = { files: [{ path: "a.onnx" }], inputs: { x: tensor }, layers: [layer] };

  it.each<[string, object | null]>([
    ["no graph", null],
    ["inputs that are none", { ...graph, inputs: null }],
    ["a layer that is none", { ...graph, layers: [null] }],
    ["a file without a path", { ...graph, files: [{}] }],
    ["a negative size", { ...graph, layers: [{ ...layer, q: { ...tensor, shape: [-1] } }] }],
  ])("refuses %s", async (_, odd) => {
    const path = join(await tempFolder(), "reference.json");
    const write = (graphs: unknown): void => writeFileSync(path, JSON.stringify({ graphs }));
    write([graph]);
    expect(readReference(path)).toHaveLength(1);
    write([graph, odd]);
    expect(() => readReference(path)).toThrow("this is no reference");
  });
});

/** x [B, S, 2] → one head whose queries and keys are x itself. */
function identityModel(dataType: number): Buffer {
  return onnxModel({
    nodes: [
      node("Cast", ["x"], ["wide"], { to: DATA_TYPE.float32 }),
      node("MatMul", ["wide", "one"], ["q"]),
      node("MatMul", ["wide", "one"], ["k"]),
      node("Transpose", ["k"], ["kt"], { perm: [0, 2, 1] }),
      node("MatMul", ["q", "kt"], ["scores"]),
      node("Softmax", ["scores"], ["weights"], { axis: -1 }),
      node("MatMul", ["weights", "wide"], ["out"]),
    ],
    initializers: [floats("one", [2, 2], [1, 0, 0, 1])],
    inputs: [value("x", dataType, ["batch", "length", 2])],
    outputs: ["out"],
  });
}

describe("compareReference", () => {
  it.each([
    ["float16", "float16"],
    ["float16", "float32"],
    ["float64", "float16"],
    ["bfloat16", "float16"],
  ] as const)("feeds a model of %s with feeds stored in %s", async (modelType, dtype) => {
    const folder = await tempFolder();
    writeFileSync(join(folder, "model.onnx"), identityModel(DATA_TYPE[modelType]));
    const x = [1, 0, 0, 1];
    const high = Math.E / (Math.E + 1);
    const float32 = (numbers: readonly number[], shape: number[]): StoredTensor =>
      stored("float32", Float32Array.from(numbers), shape);
    const layer = {
      kind: "self",
      nHeads: 1,
      nKvHeads: 1,
      q: float32(x, [1, 1, 2, 2]),
      k: float32(x, [1, 1, 2, 2]),
      weights: float32([high, 1 - high, 1 - high, high], [1, 1, 2, 2]),
    };
    const halves = Uint16Array.from(x, (number) => (number === 1 ? 0x3c00 : 0));
    const fed = dtype === "float16" ? stored(dtype, halves, [1, 2, 2]) : float32(x, [1, 2, 2]);
    const graph = { files: [{ path: "model.onnx" }], inputs: { x: fed }, layers: [layer] };
    writeFileSync(join(folder, "reference.json"), JSON.stringify({ graphs: [graph] }));
    const [file] = await compareReference(folder, join(folder, "reference.json"));
    expect(file).toMatchObject({ isWithin: true, differences: [] });
    expect(file?.layers[0]?.weights).toBeLessThan(1e-6);
  });

  it("compares weights with a reference that names them in one file or in several", async () => {
    const fixture = readFixture("llama/bfloat16");
    const folder = await tempFolder();
    const model = await openModel(writeFormulaModel(folder, fixture, 3));
    const ids = [7, 12, 3, 4, 2];
    const ones = ids.map(() => 1);
    const [first] = await model.run({ input_ids: longs([ids]), attention_mask: longs([ones]) }, 1);
    const nLayers = model.blocks.length;
    await model.release();
    const one = ({ dims, data }: BlockCapture["q"]): StoredTensor =>
      stored("float32", Float32Array.from(data), [...dims]);
    const int64 = (numbers: readonly number[]): StoredTensor =>
      stored("int64", BigInt64Array.from(numbers, BigInt), [1, numbers.length]);
    const layer = {
      ...{ kind: "self", nHeads: first!.nHeads, nKvHeads: first!.nKvHeads },
      ...{ q: one(first!.q), k: one(first!.k), weights: one(first!.weights) },
    };
    const inputs = { input_ids: int64(ids), attention_mask: int64(ones) };
    const path = join(folder, "reference.json");
    const index = join(folder, "model.safetensors.index.json");
    for (const [named, target, nFiles] of [
      ["model.safetensors.index.json", folder, 1],
      ["model.safetensors.index.json", index, 1],
      ["model.safetensors", index, 1],
      ["model.safetensors", folder, 1],
      ["onnx/model.onnx", index, 0],
    ] as const) {
      writeFileSync(
        path,
        JSON.stringify({ graphs: [{ files: [{ path: named }], inputs, layers: [layer] }] }),
      );
      const files = await compareReference(target, path);
      expect([named, files.length]).toEqual([named, nFiles]);
      // The reference has the first layer only, and its keys are not repeated.
      for (const { layers, differences } of files) {
        expect(layers).toHaveLength(1);
        expect(layers[0]).toMatchObject({ q: 0, weights: 0 });
        expect(differences).toHaveLength(nLayers - 1);
      }
    }
  });
});
