import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareReference, type FileComparison } from "#pipeline/inspect/compare-reference.ts";
import { printComparison } from "#pipeline/inspect/print-inspection.ts";
import type { ReferenceFile } from "#pipeline/inspect/reference.ts";
import {
  expectedAttention,
  HEADS,
  LENGTH,
  merge,
  projections,
  split,
  splitShape,
  D_HEAD,
  WEIGHTS,
  WIDTH,
  X,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node, onnxModel, tensor, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

type Stored = "float32" | "float16" | "int8";
const names = Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[];
const attend = [
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["product"]),
  node("Div", ["product", "root"], ["scores"]),
  node("Softmax", ["scores"], ["weights"], { axis: -1 }),
  node("MatMul", ["weights", "v"], ["mixed"]),
  ...merge,
];

/** The hand-built layer whose weights stand in the file as float32, or as zeros of 16 or 8 bits that are added to them. */
function layerIn(stored: Stored): Buffer {
  const zero = (type: number, bytes: number): Buffer =>
    tensor("zero", [WIDTH, WIDTH], type, new Uint8Array(WIDTH * WIDTH * bytes));
  const zeros = { float32: zero(TYPE.float, 4), float16: zero(TYPE.half, 2), int8: zero(TYPE.int8, 1) }[
    stored
  ];
  const widen =
    stored === "int8"
      ? node("DequantizeLinear", ["zero", "step"], ["nothing"])
      : node("Cast", ["zero"], ["nothing"], { to: TYPE.float });
  return onnxModel({
    nodes: [
      widen,
      ...names.map((name) => node("Add", [`${name}.file`, "nothing"], [name])),
      ...projections,
      ...split,
      ...attend,
    ],
    initializers: [
      ...names.map((name) => floats(`${name}.file`, [WIDTH, WIDTH], WEIGHTS[name])),
      zeros,
      floats("step", [], [1]),
      floats("root", [], [Math.sqrt(D_HEAD)]),
      longs("split", splitShape),
      longs("joined", [0, 0, WIDTH]),
    ],
    inputs: [value("x", TYPE.float, ["batch", "length", WIDTH])],
    outputs: ["out"],
  });
}

interface Off {
  readonly q?: number;
  readonly weights?: number;
}

/** Compares with a reference one number of which is off by so much. */
async function compared(
  stored: Stored,
  off: Off,
  states: Omit<ReferenceFile, "path"> = {},
): Promise<FileComparison | undefined> {
  const folder = await tempFolder();
  writeFileSync(join(folder, "model.onnx"), layerIn(stored));
  const numbers = (values: Float32Array, shape: number[], by = 0): object => {
    const moved = values.map((x, i) => (i === 3 ? x + by : x));
    return { dtype: "float32", shape, data: Buffer.from(moved.buffer).toString("base64") };
  };
  const { q, k, weights } = expectedAttention();
  const layer = {
    kind: "self",
    nHeads: HEADS,
    nKvHeads: HEADS,
    q: numbers(q, [2, HEADS, LENGTH, D_HEAD], off.q),
    k: numbers(k, [2, HEADS, LENGTH, D_HEAD]),
    weights: numbers(weights, [2, HEADS, LENGTH, LENGTH], off.weights),
  };
  const graph = {
    files: [{ path: "model.onnx", ...states }],
    inputs: { x: numbers(X, [2, LENGTH, WIDTH]) },
    layers: [layer],
  };
  writeFileSync(join(folder, "reference.json"), JSON.stringify({ graphs: [graph] }));
  const [file] = await compareReference(folder, join(folder, "reference.json"));
  return file;
}

describe("what a comparison with a reference allows", () => {
  it.each([
    ["float32", { weights: 5e-5 }, {}, true],
    ["float32", { weights: 5e-4 }, {}, false],
    ["float32", { q: 5e-4 }, {}, false],
    ["float32", { weights: 5e-4 }, { maxError: 5e-4 }, true],
    ["float16", { weights: 5e-3 }, {}, true],
    ["float16", { weights: 2e-2 }, {}, false],
    ["int8", { weights: 0.057 }, {}, true],
    ["int8", { weights: 0.057 }, { maxError: 1e-5 }, true],
    ["int8", { weights: 0.2 }, { maxError: 0.01 }, false],
    ["int8", { weights: 0.2 }, { maxDelta: { q: 0.14, k: 0.13, weights: 0.15 } }, true],
    ["int8", { weights: 0.3 }, { maxError: 1, maxDelta: { q: 0.14, k: 0.13, weights: 0.15 } }, false],
    ["int8", { weights: 0.2 }, { maxError: 0.14, maxDelta: { q: null, k: null, weights: null } }, true],
    ["int8", { q: 0.35 }, { maxDelta: { q: 0.1, k: 0.25, weights: 0 } }, true],
  ] as const)(
    "%s weights, off by %o, the reference stating %o: %s",
    async (stored, off, states, isWithin) => {
      const file = await compared(stored, off, states);
      expect(file?.differences).toEqual([]);
      expect(file?.isWithin).toBe(isWithin);
    },
  );

  it("is shown for vectors and for weights", async () => {
    const file = await compared("int8", {}, { maxDelta: { q: 0.14, k: 0.13, weights: 0.2 } });
    const text = printComparison(file ? [file] : []).join("\n");
    expect(text).toMatch(/^ok .*model\.onnx, allowed q and k 2\.1e-1, weights 3\.0e-1$/m);
  });

  it("is nothing for numbers that are none", async () => {
    expect((await compared("int8", { weights: Number.NaN }))?.isWithin).toBe(false);
    expect((await compared("int8", { q: Number.NaN }))?.isWithin).toBe(false);
  });
});
