/** Inputs of every element type: what is fed, and what arrives in the graph. */
import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { dummyInputs } from "#pipeline/onnx/feeds/dummy-inputs.ts";
import { DATA_TYPE, fedType, typeName } from "#pipeline/onnx/feeds/fed-types.ts";
import { feedTensor } from "#pipeline/onnx/feeds/feed-tensor.ts";
import type { AttentionModel } from "#pipeline/onnx/open-model.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import {
  BATCH,
  expectedAttention,
  HEADS,
  LENGTH,
  merge,
  openBytes,
  projections,
  split,
  splitShape,
  WEIGHTS,
  WIDTH,
  X,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";

const attention = [
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["product"]),
  node("Mul", ["product", "scale"], ["scores"]),
  node("Softmax", ["scores"], ["weights"], { axis: -1 }),
  node("MatMul", ["weights", "v"], ["mixed"]),
];

/** The hand-built layer over an input of this type, brought to float32 inside of the graph. */
function layerOver(
  dataType: number,
  dims: readonly (number | string)[] = ["batch", "length", WIDTH],
): Buffer {
  const weights = Object.entries(WEIGHTS).map(([name, data]) => floats(name, [WIDTH, WIDTH], data));
  return onnxModel({
    nodes: [
      node("Cast", ["fed"], ["x"], { to: TYPE.float }),
      ...projections,
      ...split,
      ...attention,
      ...merge,
    ],
    initializers: [
      ...weights,
      floats("scale", [1], [0.25]),
      longs("split", splitShape),
      longs("joined", [0, 0, WIDTH]),
    ],
    inputs: [value("fed", dataType, dims)],
    outputs: ["out"],
  });
}

async function weightsOf(model: AttentionModel, values: ArrayLike<number>): Promise<ArrayLike<number>> {
  const [input] = model.inputs;
  const fed = input && feedTensor({ Tensor }, input, [BATCH, LENGTH, WIDTH], values);
  if (!input || !fed) throw new Error("nothing was fed");
  const [block] = await model.run({ [input.name]: fed }, BATCH);
  expect((await model.replay({ [input.name]: fed }, BATCH)).isWithin).toBe(true);
  await model.release();
  return block?.weights.data ?? [];
}

describe("openModel over inputs of every type", () => {
  const small = Float32Array.from({ length: X.length }, (_, i) => (i * 7) % 3);

  it.each([
    ["float32", 1e-6],
    ["float64", 1e-6],
    ["float16", 2e-3],
    ["bfloat16", 1e-6],
  ] as const)("feeds %s in float32", async (name, abs) => {
    const model = await openBytes(layerOver(DATA_TYPE[name]));
    const { weights } = expectedAttention({ scale: 0.25 });
    expectClose(Float32Array.from(await weightsOf(model, X)), weights, { abs });
  });

  it.each(["uint8", "int8", "uint16", "int16", "int32", "uint32", "int64", "uint64"] as const)(
    "feeds %s in whole numbers",
    async (name) => {
      const expected = await weightsOf(await openBytes(layerOver(DATA_TYPE.float32)), small);
      const model = await openBytes(layerOver(DATA_TYPE[name]));
      // What is a little beside a whole number is that number.
      expect(
        await weightsOf(
          model,
          small.map((number) => number + 0.3),
        ),
      ).toEqual(expected);
    },
  );

  it("feeds true and false", async () => {
    const expected = await weightsOf(
      await openBytes(layerOver(DATA_TYPE.float32)),
      small.map((number) => (number === 0 ? 0 : 1)),
    );
    expect(await weightsOf(await openBytes(layerOver(DATA_TYPE.bool)), small)).toEqual(expected);
  });

  it("keeps the whole range of a byte: pictures in 0 to 255", async () => {
    const bytes = Float32Array.from({ length: X.length }, (_, i) => (i * 37) % 256);
    const expected = await weightsOf(await openBytes(layerOver(DATA_TYPE.float32)), bytes);
    expect(await weightsOf(await openBytes(layerOver(DATA_TYPE.uint8)), bytes)).toEqual(expected);
  });

  it("feeds an input whose axes the file does not tell", async () => {
    const model = await openBytes(layerOver(DATA_TYPE.float64, []));
    const { weights } = expectedAttention({ scale: 0.25 });
    expectClose(Float32Array.from(await weightsOf(model, X)), weights, { abs: 1e-6 });
  });

  it("feeds a cache in float16 empty", async () => {
    const cached = onnxModel({
      nodes: [
        ...projections,
        ...split,
        node("Cast", ["k"], ["kHalf"], { to: TYPE.half }),
        node("Concat", ["past_key_values.0.key", "kHalf"], ["kLong"], { axis: 2 }),
        node("Cast", ["kLong"], ["kWide"], { to: TYPE.float }),
        node("Transpose", ["kWide"], ["kt"], { perm: [0, 1, 3, 2] }),
        ...attention.slice(1),
        ...merge,
      ],
      initializers: [
        ...Object.entries(WEIGHTS).map(([name, data]) => floats(name, [WIDTH, WIDTH], data)),
        floats("scale", [1], [0.25]),
        longs("split", splitShape),
        longs("joined", [0, 0, WIDTH]),
      ],
      inputs: [
        value("x", TYPE.float, ["batch", "length", WIDTH]),
        value("past_key_values.0.key", TYPE.half, ["batch", HEADS, "past", WIDTH / HEADS]),
      ],
      outputs: ["out"],
    });
    const model = await openBytes(cached);
    const past = model.inputs.find(({ name }) => name.startsWith("past"));
    const empty = past && feedTensor({ Tensor }, past, [BATCH, HEADS, 0, WIDTH / HEADS], []);
    if (!past || !empty) throw new Error("the cache is not an input");
    const x = new Tensor("float32", X, [BATCH, LENGTH, WIDTH]);
    const [block] = await model.run({ x, [past.name]: empty }, BATCH);
    await model.release();
    const { weights } = expectedAttention({ scale: 0.25 });
    expectClose(Float32Array.from(block?.weights.data ?? []), weights, { abs: 2e-3 });
  });

  it("runs on made-up feeds of every type", async () => {
    const sizes = { batch: 2, length: 6, imagePx: 8, nSamples: 8, nMels: 6, nFrames: 4, width: WIDTH };
    for (const [name, dataType] of Object.entries(DATA_TYPE)) {
      if (name === "string") continue;
      const model = await openBytes(layerOver(dataType));
      const [block] = await model.run(dummyInputs({ Tensor }, model.inputs, sizes), 2);
      await model.release();
      expect([name, block?.q.dims]).toEqual([name, [2, HEADS, 6, WIDTH / HEADS]]);
    }
  });

  it("invents vectors where neither name nor size says that they are a spectrogram's", () => {
    const sizes = { batch: 2, length: 6, imagePx: 8, nSamples: 8, nMels: 4, nFrames: 5, width: WIDTH };
    const dimsOf = (name: string, dims: readonly (number | string)[]): unknown => {
      const input = {
        name,
        dims,
        dataType: TYPE.float,
        whole: { start: 0, end: 0 },
        role: "input_features" as const,
      };
      return dummyInputs({ Tensor }, [input], sizes)[name]?.dims;
    };
    expect(dimsOf("x", ["n", "t", "d"])).toEqual([2, 6, WIDTH]);
    expect(dimsOf("x", ["n", 80, "t"])).toEqual([2, 80, 5]);
    expect(dimsOf("x", ["n", "t", 80])).toEqual([2, 4, 80]);
    expect(dimsOf("input_features", ["n", "t", "d"])).toEqual([2, 4, 5]);
  });

  it("has no numbers for text", () => {
    expect(fedType(DATA_TYPE.string)).toBeUndefined();
    expect(feedTensor({ Tensor }, { dataType: DATA_TYPE.string }, [1], [1])).toBeUndefined();
    expect([typeName(10), typeName(8), typeName(99)]).toEqual(["float16", "string", "type 99"]);
  });
});
