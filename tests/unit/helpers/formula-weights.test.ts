import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ByteFile } from "#pipeline/onnx/file/byte-file.ts";
import { readSafetensors } from "#pipeline/weights/safetensors.ts";
import {
  expectedFile,
  fixtureNames,
  inputNumbers,
  readFixture,
  type FixtureTensor,
} from "../../helpers/architecture-fixtures.ts";
import { encodeNumbers, formulaNumbers, nameSeed } from "../../helpers/formula.ts";
import { writeFormulaModel } from "../../helpers/formula-weights.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const TENSORS: FixtureTensor[] = [
  { name: "a", shape: [3], dtype: "F32", center: 0, spread: 1 },
  { name: "b", shape: [2, 2], dtype: "BF16", center: 1, spread: 0 },
  { name: "mask", shape: [1, 2, 3], dtype: "BOOL", fill: "causal" },
  { name: "ids", shape: [1, 3], dtype: "I64", fill: "range" },
  { name: "scale", shape: [], dtype: "F16", fill: [-1.5] },
];

function open(path: string): ByteFile {
  const file = new ByteFile(path);
  onTestFinished(() => file.close());
  return file;
}

/** The bytes of each tensor of a file, as hexadecimal digits. */
function written(path: string): Record<string, string> {
  const file = open(path);
  const entries = [...readSafetensors(file).tensors];
  return Object.fromEntries(
    entries.map(([name, { offset, length }]) => [name, file.bytes(offset, length).toString("hex")]),
  );
}

describe("weights by a formula", () => {
  it("are seeded with the FNV-1a hash of the name, whose published values it gives", () => {
    expect([nameSeed(""), nameSeed("a"), nameSeed("foobar")]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });

  it("are the numbers that numpy computes from the same formula", () => {
    expect([...formulaNumbers("a", 3, 0, 1)]).toEqual([
      0.2433713674545288, -0.38355305790901184, -0.266278475522995,
    ]);
    expect([...formulaNumbers("wte.weight", 3, 1, 0.3)]).toEqual([
      0.7297107577323914, 0.8539566397666931, 1.2879807949066162,
    ]);
  });

  it("go on at any number as if all had been made at once", () => {
    expect(formulaNumbers("a", 5, 2, 3, 1000)).toEqual(formulaNumbers("a", 1005, 2, 3).slice(1000));
  });

  it("are rounded to float16 and bfloat16 as PyTorch rounds them, ties to even", () => {
    const half = new Float16Array(encodeNumbers(formulaNumbers("a", 3, 0, 1), "F16").buffer as ArrayBuffer);
    expect([...half]).toEqual([0.243408203125, -0.383544921875, -0.266357421875]);
    // The upper halves of 0x3e790000, 0xbec40000 and 0xbe880000: 0.2431640625, -0.3828125, -0.265625.
    const upper = Buffer.from(encodeNumbers(formulaNumbers("a", 3, 0, 1), "BF16"));
    expect(upper.toString("hex")).toBe("793ec4be88be");
    // 1 + 2^-8 lies halfway between 1 and 1 + 2^-7, 1 + 3 * 2^-8 halfway between 1 + 2^-7 and 1 + 2^-6.
    const ties = encodeNumbers(new Float32Array([1 + 2 ** -8, 1 + 3 * 2 ** -8]), "BF16");
    expect(Buffer.from(ties).toString("hex")).toBe("803f823f");
  });

  it("are written as a folder of the hub has them", async () => {
    const folder = await tempFolder();
    const entry = writeFormulaModel(folder, { config: { model_type: "bert" }, tensors: TENSORS });
    expect(entry).toBe(join(folder, "model.safetensors"));
    expect(JSON.parse(readFileSync(join(folder, "config.json"), "utf8"))).toEqual({ model_type: "bert" });
    expect(written(entry)).toEqual({
      ids: "000000000000000001000000000000000200000000000000",
      a: Buffer.from(formulaNumbers("a", 3, 0, 1).buffer).toString("hex"),
      b: "803f803f803f803f",
      scale: "00be",
      mask: "010000010100",
    });
  });

  it("are split over files that an index names", async () => {
    const folder = await tempFolder();
    const entry = writeFormulaModel(folder, { config: {}, tensors: TENSORS }, 2);
    const index = JSON.parse(readFileSync(entry, "utf8")) as { weight_map: Record<string, string> };
    expect(index).toEqual({
      // Three numbers of four bytes, four of two, six of one, three of eight and one of two.
      metadata: { total_size: 12 + 8 + 6 + 24 + 2 },
      weight_map: {
        a: "model-00001-of-00002.safetensors",
        b: "model-00001-of-00002.safetensors",
        ids: "model-00002-of-00002.safetensors",
        mask: "model-00001-of-00002.safetensors",
        scale: "model-00002-of-00002.safetensors",
      },
    });
    const whole = written(writeFormulaModel(join(folder, "whole"), { config: {}, tensors: TENSORS }));
    const parts = new Set(Object.values(index.weight_map));
    expect(Object.assign({}, ...[...parts].map((file) => written(join(folder, file))))).toEqual(whole);
  });
});

describe("a fixture of an architecture", () => {
  it.each(fixtureNames())("%s expects an attention of every tower and layer that it names", (name) => {
    const { attention, inputs } = readFixture(name);
    const { tensors } = readSafetensors(open(expectedFile(name)));
    expect(attention.length).toBeGreaterThan(0);
    for (const { tower, layer, heads, tokens } of attention) {
      const key = tower === undefined ? `${layer}` : `${tower}.${layer}`;
      const [q, k, weights] = ["q", "k", "weights"].map((part) => tensors.get(`${key}.${part}`)!.shape);
      // [B, H, Sq, Sk] of the weights, [B, H, S, d] of queries and keys.
      expect(weights!.slice(0, 3)).toEqual(q!.slice(0, 3));
      expect([k![0], k![1], k![3]]).toEqual([q![0], q![1], q![3]]);
      if (tokens === undefined) expect(weights![3]).toBe(k![2]);
      else expect([q![2], k![2]]).toEqual([tokens.length, tokens.length]);
      if (heads !== undefined) expect(q![1]).toBe(heads.length);
    }
    for (const input of Object.values(inputs))
      expect(inputNumbers(input)).toHaveLength(input.shape.reduce((product, n) => product * n, 1));
  });
});
