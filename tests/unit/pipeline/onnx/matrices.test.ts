/** W_Q, W_K, W_V and W_O of every head, read from graphs of every spelling. */
import { describe, expect, it } from "vitest";
import { GraphIndex } from "#pipeline/onnx/file/graph-index.ts";
import { readBlock, type BlockMatrices, type HeadMatrices } from "#pipeline/onnx/matrices/read-block.ts";
import { graphsOf } from "#pipeline/onnx/model-graphs.ts";
import { openModel, type AttentionModel } from "#pipeline/onnx/open-model.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import {
  D_HEAD,
  handModel,
  HEADS,
  merge,
  openBytes,
  projections,
  split,
  splitShape,
  WEIGHTS,
  WIDTH,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node } from "../../../helpers/onnx-writer.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

const shapes = [longs("split", splitShape), longs("joined", [0, 0, WIDTH])];
const attend = [
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["scores"]),
  node("Softmax", ["scores"], ["weights"], { axis: -1 }),
  node("MatMul", ["weights", "v"], ["mixed"]),
];

async function matricesOf(model: AttentionModel, length?: number): Promise<BlockMatrices[]> {
  try {
    const all: BlockMatrices[] = [];
    for (const graph of graphsOf(model)) {
      const index = new GraphIndex(graph.model);
      for (const block of graph.blocks)
        all.push(await readBlock(graph, index, block, () => Promise.resolve(length)));
    }
    return all;
  } finally {
    await model.release();
  }
}

/** Columns of a matrix [WIDTH, WIDTH] by heads, its rows times a factor. */
function byHeads(weights: Float32Array, gain: (row: number) => number = () => 1): Float32Array {
  const own = new Float32Array(WIDTH * WIDTH);
  for (let head = 0; head < HEADS; head++)
    for (let row = 0; row < WIDTH; row++)
      for (let i = 0; i < D_HEAD; i++)
        own[(head * WIDTH + row) * D_HEAD + i] = weights[row * WIDTH + head * D_HEAD + i]! * gain(row);
  return own;
}

function numbers(matrices: HeadMatrices | { readonly why: string }): Float32Array {
  if ("why" in matrices) throw new Error(matrices.why);
  return matrices.data;
}

function expectHandWeights(read: BlockMatrices, gain?: (row: number) => number): void {
  const close = { abs: 1e-6 };
  expectClose(numbers(read.query), byHeads(WEIGHTS.wq, gain), close);
  expectClose(numbers(read.key), byHeads(WEIGHTS.wk, gain), close);
  expectClose(numbers(read.value), byHeads(WEIGHTS.wv, gain), close);
  // Rows of W_O stand head by head already.
  expectClose(numbers(read.output), WEIGHTS.wo, close);
}

describe("matrices of heads", () => {
  it("are the constants behind the products, exactly", async () => {
    const bytes = handModel({ nodes: [...projections, ...split, ...attend, ...merge], initializers: shapes });
    const [read] = await matricesOf(await openBytes(bytes));
    expectHandWeights(read!);
    expect(read!.query).toMatchObject({ nHeads: HEADS, nRows: WIDTH, nColumns: D_HEAD });
    expect(read!.output).toMatchObject({ nHeads: HEADS, nRows: D_HEAD, nColumns: WIDTH });
  });

  it("are without their biases, and are read through one matrix that is split in three", async () => {
    const fused = Float32Array.from({ length: WIDTH * 3 * WIDTH }, (_, at) => {
      const [row, column] = [Math.floor(at / (3 * WIDTH)), at % (3 * WIDTH)];
      const side = [WEIGHTS.wq, WEIGHTS.wk, WEIGHTS.wv][Math.floor(column / WIDTH)]!;
      return side[row * WIDTH + (column % WIDTH)]!;
    });
    const bias = Float32Array.from({ length: 3 * WIDTH }, (_, i) => i - 7);
    const bytes = handModel({
      nodes: [
        node("MatMul", ["x", "wqkv"], ["all"]),
        node("Add", ["all", "bias"], ["biased"]),
        node("Split", ["biased"], ["qf", "kf", "vf"], { axis: -1 }),
        ...split,
        ...attend,
        ...merge,
      ],
      initializers: [...shapes, floats("wqkv", [WIDTH, 3 * WIDTH], fused), floats("bias", [3 * WIDTH], bias)],
    });
    const [read] = await matricesOf(await openBytes(bytes));
    const close = { abs: 1e-5 };
    expectClose(numbers(read!.query), byHeads(WEIGHTS.wq), close);
    expectClose(numbers(read!.value), byHeads(WEIGHTS.wv), close);
  });

  it.each([
    [
      "as an operator",
      [node("LayerNormalization", ["x0", "gain", "shift"], ["x1"], { axis: -1, epsilon: { float: 1e-9 } })],
    ],
    [
      "in separate nodes",
      [
        node("Mul", ["x0", "x0"], ["squares"]),
        node("ReduceMean", ["squares"], ["mean"], { axes: [-1] }),
        node("Sqrt", ["mean"], ["length"]),
        node("Div", ["x0", "length"], ["unit"]),
        node("Mul", ["unit", "gain"], ["x1"]),
      ],
    ],
  ])("include the gain of a norm in front of them, %s", async (_, norm) => {
    const gain = (row: number): number => 0.5 + row / WIDTH;
    const bytes = handModel({
      nodes: [
        node("Add", ["x", "shift"], ["x0"]),
        ...norm,
        ...["q", "k", "v"].map((name) => node("MatMul", ["x1", `w${name}`], [`${name}f`])),
        ...split,
        ...attend,
        ...merge.slice(0, 2),
        node("MatMul", ["merged", "wo"], ["made"]),
        node("Add", ["x0", "made"], ["out"]),
      ],
      initializers: [
        ...shapes,
        floats(
          "gain",
          [WIDTH],
          Array.from({ length: WIDTH }, (_, row) => gain(row)),
        ),
        floats(
          "shift",
          [WIDTH],
          Array.from({ length: WIDTH }, (_, row) => row / 10),
        ),
      ],
    });
    const [read] = await matricesOf(await openBytes(bytes));
    expectHandWeights(read!, gain);
    expect(read!.stream).toMatchObject({ tensor: "x0", isBare: false });
  });

  it("are not made up where queries are normed, or projected by a convolution", async () => {
    const normed = handModel({
      nodes: [
        ...projections,
        ...split.map((bytes) => bytes),
        node("LayerNormalization", ["q", "ones"], ["qn"], { axis: -1 }),
        node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
        node("MatMul", ["qn", "kt"], ["scores"]),
        ...attend.slice(2),
        ...merge,
      ],
      initializers: [...shapes, floats("ones", [D_HEAD], new Float32Array(D_HEAD).fill(1))],
    });
    const [read] = await matricesOf(await openBytes(normed));
    expect(read!.query).toEqual({ why: expect.stringContaining("a norm stands between") as string });
    expectClose(numbers(read!.value), byHeads(WEIGHTS.wv), { abs: 1e-6 });

    const convolved = handModel({
      nodes: [
        node("Transpose", ["x"], ["xt"], { perm: [0, 2, 1] }),
        node("Conv", ["xt", "kernel"], ["qc"]),
        node("Transpose", ["qc"], ["qf"], { perm: [0, 2, 1] }),
        ...projections.slice(1),
        ...split,
        ...attend,
        ...merge,
      ],
      initializers: [...shapes, floats("kernel", [WIDTH, WIDTH, 1], WEIGHTS.wq)],
    });
    const [other] = await matricesOf(await openBytes(convolved));
    expect(other!.query).toEqual({ why: "it is projected by a convolution" });
    expectClose(numbers(other!.key), byHeads(WEIGHTS.wk), { abs: 1e-6 });
  });
});

describe.skipIf(!hasZoo)("matrices in exports of real architectures (../shared/zoo)", () => {
  it.each([
    ["bert", "onnx/model.onnx", "bert-fused", "onnx/model_optimized.onnx", 1e-6],
    ["gpt2-past", "onnx/model.onnx", "gpt2-past-fp16", "onnx/model_fp16.onnx", 2e-3],
    ["bert", "onnx/model.onnx", "bert-int8", "onnx/model_quantized.onnx", 2e-2],
    ["vit", "onnx/model.onnx", "vit", "onnx/model_sdpa.onnx", 1e-6],
    ["llama", "onnx/model.onnx", "llama", "onnx/model_sdpa.onnx", 1e-6],
  ])("are the same in %s/%s and in %s/%s, up to a factor", async (model, file, other, otherFile, abs) => {
    const length = model === "vit" ? 17 : undefined;
    const [a, b] = [
      await matricesOf(await openModel(zooFile(model, file)), length),
      await matricesOf(await openModel(zooFile(other, otherFile)), length),
    ];
    expect(a.length).toBe(b.length);
    a.forEach((own, layer) => {
      for (const side of ["query", "key", "value", "output"] as const) {
        const [x, y] = [unit(numbers(own[side])), unit(numbers(b[layer]![side]))];
        expectClose(x, y, { abs: abs });
      }
    });
  });

  it("are missing, with the reason, where queries and keys are normed (gemma3)", async () => {
    const [read] = await matricesOf(await openModel(zooFile("gemma3", "onnx/model.onnx")));
    expect(read!.query).toHaveProperty("why");
    expect(read!.value).toHaveProperty("data");
  });
});

/** Divided by its largest number. */
function unit(data: Float32Array): Float32Array {
  const most = data.reduce((top, x) => Math.max(top, Math.abs(x)), 0);
  return data.map((x) => x / most);
}
