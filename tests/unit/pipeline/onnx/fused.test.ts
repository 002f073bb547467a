import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import {
  BATCH,
  D_HEAD,
  expectAttention,
  expectedAttention,
  handModel,
  HEADS,
  LENGTH,
  projections,
  split,
  splitShape,
  WEIGHTS,
  WIDTH,
  type Check,
  type ExpectedOptions,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node, tensor, TYPE, value } from "../../../helpers/onnx-writer.ts";

interface Fused extends Check {
  readonly nodes: readonly Buffer[];
  readonly initializers?: readonly Buffer[];
  readonly inputs?: readonly Buffer[];
  readonly opset?: number;
  readonly expected?: ExpectedOptions;
}

const MS = "com.microsoft";
const heads = { num_heads: HEADS };
const out = node("MatMul", ["merged", "wo"], ["out"]);
const CONSTANTS = [longs("split", splitShape), longs("joined", [0, 0, WIDTH])];
const causal = { score: (x: number, { i, j }: { i: number; j: number }) => (j <= i ? x : -1e9) };

/** Columns of wq, wk and wv side by side, [width, 3 · width]. */
const packedWeights = Array.from({ length: WIDTH * 3 * WIDTH }, (_, at) => {
  const [row, column] = [Math.floor(at / (3 * WIDTH)), at % (3 * WIDTH)];
  const matrix = [WEIGHTS.wq, WEIGHTS.wk, WEIGHTS.wv][Math.floor(column / WIDTH)];
  return matrix?.[row * WIDTH + (column % WIDTH)] ?? 0;
});
const packed = [
  floats("wqkv", [WIDTH, 3 * WIDTH], packedWeights),
  floats("bqkv", [3 * WIDTH], new Float32Array(3 * WIDTH)),
];
const lengths = [LENGTH, LENGTH - 2];
const isToken = (b: number, j: number): boolean => j < (lengths[b] ?? 0);
const padded: ExpectedOptions = { score: (x, { b, j }) => (isToken(b, j) ? x : x - 10_000) };
const maskBits = [0, 1].flatMap((b) => Array.from({ length: LENGTH }, (_, j) => Number(isToken(b, j))));
const int32s = (name: string, dims: readonly number[], values: readonly number[]): Buffer =>
  tensor(name, dims, TYPE.int32, new Uint8Array(Int32Array.from(values).buffer));

const MICROSOFT: Readonly<Record<string, Fused>> = {
  Attention: {
    nodes: [node("Attention", ["x", "wqkv", "bqkv"], ["merged"], heads, MS), out],
    initializers: packed,
  },
  "Attention that looks back only": {
    nodes: [node("Attention", ["x", "wqkv", "bqkv"], ["merged"], { ...heads, unidirectional: 1 }, MS), out],
    initializers: packed,
    expected: causal,
  },
  "Attention with a mask of 0 and 1": {
    nodes: [node("Attention", ["x", "wqkv", "bqkv", "mask"], ["merged"], heads, MS), out],
    initializers: [...packed, int32s("mask", [BATCH, LENGTH], maskBits)],
    expected: padded,
  },
  "Attention with a mask of lengths": {
    nodes: [node("Attention", ["x", "wqkv", "bqkv", "mask"], ["merged"], heads, MS), out],
    initializers: [...packed, int32s("mask", [BATCH], lengths)],
    expected: padded,
  },
  "Attention with a cache, fed empty": {
    nodes: [
      node(
        "Attention",
        ["x", "wqkv", "bqkv", "", "past"],
        ["merged", "present"],
        { ...heads, unidirectional: 1 },
        MS,
      ),
      out,
    ],
    initializers: packed,
    inputs: [value("past", TYPE.float, [2, "batch", HEADS, "past", D_HEAD])],
    feeds: { past: new Tensor("float32", new Float32Array(0), [2, BATCH, HEADS, 0, D_HEAD]) },
    expected: causal,
  },
  MultiHeadAttention: {
    nodes: [...projections, node("MultiHeadAttention", ["qf", "kf", "vf"], ["merged"], heads, MS), out],
  },
  "MultiHeadAttention with a scale of its own": {
    nodes: [
      ...projections,
      node("MultiHeadAttention", ["qf", "kf", "vf"], ["merged"], { ...heads, scale: { float: 0.25 } }, MS),
      out,
    ],
    expected: { scale: 0.25 },
  },
  "MultiHeadAttention with biases and a mask": {
    nodes: [
      ...["q", "k", "v"].map((name) => node("MatMul", ["x", `w${name}`], [`${name}p`])),
      ...["q", "k", "v"].map((name) => node("Sub", [`${name}p`, `b${name}`], [`${name}f`])),
      node("MultiHeadAttention", ["qf", "kf", "vf", "bias", "mask"], ["merged"], heads, MS),
      out,
    ],
    initializers: [
      ...["q", "k", "v"].map((name, i) =>
        floats(
          `b${name}`,
          [WIDTH],
          Array.from({ length: WIDTH }, (_, d) => (d + i) / 7),
        ),
      ),
      floats(
        "bias",
        [3 * WIDTH],
        Array.from({ length: 3 * WIDTH }, (_, at) => ((at % WIDTH) + Math.floor(at / WIDTH)) / 7),
      ),
      int32s("mask", [BATCH, LENGTH], maskBits),
    ],
    expected: padded,
  },
  "MultiHeadAttention with keys and values split": {
    nodes: [
      ...projections,
      ...split,
      node("MultiHeadAttention", ["qf", "k", "v"], ["merged"], heads, MS),
      out,
    ],
  },
};

/** past_key, past_value, seqlens_k, total_sequence_length behind queries, keys and values. */
const cache = ["past", "past", "behind", "total"];
const GROUPED: Readonly<Record<string, Fused>> = {
  "one key head for all": {
    nodes: [
      ...projections,
      ...["k", "v"].map((name) => node("Slice", [`${name}f`, "from", "to", "axis"], [`${name}1`])),
      node(
        "GroupQueryAttention",
        ["qf", "k1", "v1", ...cache],
        ["merged", "pk", "pv"],
        { ...heads, kv_num_heads: 1 },
        MS,
      ),
      out,
    ],
    initializers: [longs("from", [0]), longs("to", [D_HEAD]), longs("axis", [2])],
    expected: { ...causal, keyHead: () => 0 },
  },
  "queries, keys and values packed": {
    nodes: [
      ...projections,
      node("Concat", ["qf", "kf", "vf"], ["qkv"], { axis: 2 }),
      node(
        "GroupQueryAttention",
        ["qkv", "", "", ...cache],
        ["merged", "pk", "pv"],
        { ...heads, kv_num_heads: HEADS },
        MS,
      ),
      out,
    ],
    expected: causal,
  },
  "a smooth softmax": {
    nodes: [
      ...projections,
      node(
        "GroupQueryAttention",
        ["qf", "kf", "vf", ...cache],
        ["merged", "pk", "pv"],
        { ...heads, kv_num_heads: HEADS, smooth_softmax: 1 },
        MS,
      ),
      out,
    ],
    expected: { ...causal, sink: 0 },
  },
  "a window and capped scores": {
    nodes: [
      ...projections,
      node(
        "GroupQueryAttention",
        ["qf", "kf", "vf", ...cache],
        ["merged", "pk", "pv"],
        { ...heads, kv_num_heads: HEADS, local_window_size: 2, softcap: { float: 1.5 } },
        MS,
      ),
      out,
    ],
    expected: { score: (x, { i, j }) => (j <= i && j > i - 2 ? 1.5 * Math.tanh(x / 1.5) : -1e9) },
  },
};

const STANDARD: Readonly<Record<string, Fused>> = {
  "three axes": {
    nodes: [
      ...projections,
      node("Attention", ["qf", "kf", "vf"], ["merged"], { q_num_heads: HEADS, kv_num_heads: HEADS }),
      out,
    ],
  },
  "four axes": {
    nodes: [
      ...projections,
      ...split,
      node("Attention", ["q", "k", "v"], ["mixed"]),
      node("Transpose", ["mixed"], ["turned"], { perm: [0, 2, 1, 3] }),
      node("Reshape", ["turned", "joined"], ["merged"]),
      out,
    ],
  },
  "a causal rule": {
    nodes: [
      ...projections,
      ...split,
      node("Attention", ["q", "k", "v"], ["mixed"], { is_causal: 1, scale: { float: 0.3 } }),
      node("Transpose", ["mixed"], ["turned"], { perm: [0, 2, 1, 3] }),
      node("Reshape", ["turned", "joined"], ["merged"]),
      out,
    ],
    expected: { ...causal, scale: 0.3 },
  },
  "a mask of booleans": {
    nodes: [
      ...projections,
      ...split,
      node("Cast", ["bits"], ["mask"], { to: TYPE.bool }),
      node("Attention", ["q", "k", "v", "mask"], ["mixed"]),
      node("Transpose", ["mixed"], ["turned"], { perm: [0, 2, 1, 3] }),
      node("Reshape", ["turned", "joined"], ["merged"]),
      out,
    ],
    initializers: [
      int32s(
        "bits",
        [BATCH, 1, LENGTH, LENGTH],
        [0, 1].flatMap((b) => Array.from({ length: LENGTH ** 2 }, (_, i) => Number(isToken(b, i % LENGTH)))),
      ),
    ],
    expected: { score: (x, { b, j }) => (isToken(b, j) ? x : -1e9) },
  },
  "scores capped": {
    nodes: [
      ...projections,
      node("Attention", ["qf", "kf", "vf"], ["merged"], {
        q_num_heads: HEADS,
        kv_num_heads: HEADS,
        softcap: { float: 1.5 },
      }),
      out,
    ],
    expected: { score: (x) => 1.5 * Math.tanh(x / 1.5) },
  },
};

async function check(fused: Fused): Promise<void> {
  const { nodes, initializers = [], inputs = [], opset, expected = {}, ...rest } = fused;
  const bytes = handModel({
    nodes,
    initializers: [...CONSTANTS, ...initializers],
    inputs,
    ...(opset === undefined ? {} : { opset }),
  });
  await expectAttention(bytes, expectedAttention(expected), rest);
}

describe("openModel on operators that hold attention inside", () => {
  it.each(Object.entries(MICROSOFT))("reads com.microsoft %s", async (_, fused) => check(fused));

  it.each(Object.entries(STANDARD))("reads ai.onnx Attention with %s", async (_, fused) =>
    check({ ...fused, opset: 23 }),
  );

  it.each(Object.entries(GROUPED))("reads GroupQueryAttention with %s", async (_, fused) =>
    check({
      ...fused,
      initializers: [
        ...(fused.initializers ?? []),
        int32s("behind", [BATCH], [LENGTH - 1, LENGTH - 1]),
        int32s("total", [], [LENGTH]),
      ],
      inputs: [value("past", TYPE.float, ["batch", "kvHeads", "past", D_HEAD])],
      feeds: {
        past: new Tensor("float32", new Float32Array(0), [
          BATCH,
          fused.expected?.keyHead ? 1 : HEADS,
          0,
          D_HEAD,
        ]),
      },
    }),
  );

  it("reads QAttention, its projection scaled back", async () => {
    const [scaleX, scaleW] = [0.02, 0.01];
    const integers = packedWeights.map((w) => Math.max(-127, Math.min(127, Math.round(w / scaleW))));
    const bytes = handModel({
      nodes: [
        node("QuantizeLinear", ["x", "scaleX", "zeroX"], ["x8"]),
        node(
          "QAttention",
          ["x8", "w8", "bqkv", "scaleX", "scaleW", "", "zeroX", "zeroW"],
          ["merged"],
          heads,
          MS,
        ),
        out,
      ],
      initializers: [
        packed[1]!,
        floats("scaleX", [], [scaleX]),
        floats("scaleW", [], [scaleW]),
        tensor("zeroX", [], TYPE.uint8, Uint8Array.of(128)),
        tensor("zeroW", [], TYPE.int8, Uint8Array.of(0)),
        tensor("w8", [WIDTH, 3 * WIDTH], TYPE.int8, new Uint8Array(Int8Array.from(integers).buffer)),
      ],
    });
    const block = await expectAttention(bytes, expectedAttention(), { tolerance: 0.1, replay: 1e-2 });
    expect(block.block.how).toBe("com.microsoft.QAttention");
  });
});
