import { describe, expect, it } from "vitest";
import {
  BATCH,
  D_HEAD,
  expectAttention,
  expectedAttention,
  handModel,
  HEADS,
  LENGTH,
  merge,
  openBytes,
  projections,
  split,
  splitShape,
  xFeed,
  type Check,
  type ExpectedOptions,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node, TYPE } from "../../../helpers/onnx-writer.ts";

interface Spelling extends Check {
  readonly nodes: readonly Buffer[];
  readonly initializers?: readonly Buffer[];
  readonly opset?: number;
  readonly expected?: ExpectedOptions;
}

const root = Math.sqrt(D_HEAD);
const CONSTANTS = [
  longs("split", splitShape),
  longs("joined", [0, 0, HEADS * D_HEAD]),
  longs("folded", [-1, LENGTH, D_HEAD]),
  longs("unfolded", [-1, HEADS, LENGTH, D_HEAD]),
  longs("unfoldedScores", [-1, HEADS, LENGTH, LENGTH]),
  longs("last", [-1]),
  floats("root", [], [root]),
  floats("rootroot", [], [Math.sqrt(root)]),
  floats("cap", [], [2]),
  floats(
    "bias",
    [1, HEADS, LENGTH, LENGTH],
    Array.from(
      { length: HEADS * LENGTH * LENGTH },
      (_, i) =>
        -0.3 *
        Math.abs((i % LENGTH) - (Math.floor(i / LENGTH) % LENGTH)) *
        (1 + Math.floor(i / LENGTH / LENGTH)),
    ),
  ),
  floats("lowest", [], [-1e9]),
];
const distance = {
  score: (x: number, { h, i, j }: { h: number; i: number; j: number }) => x - 0.3 * Math.abs(j - i) * (1 + h),
};

const turnKeys = node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] });
const product = [turnKeys, node("MatMul", ["q", "kt"], ["product"])];
const scaled = [...product, node("Div", ["product", "root"], ["scores"])];
const softmax = node("Softmax", ["scores"], ["weights"], { axis: -1 });
const mix = node("MatMul", ["weights", "v"], ["mixed"]);
const end = [softmax, mix, ...merge];

const SPELLINGS: Readonly<Record<string, Spelling>> = {
  "a division behind the product": { nodes: [...split, ...scaled, ...end] },
  "a factor on the queries": {
    nodes: [
      ...split,
      node("Div", ["q", "root"], ["q2"]),
      turnKeys,
      node("MatMul", ["q2", "kt"], ["scores"]),
      ...end,
    ],
    qFactor: 1 / root,
  },
  "factors on both sides": {
    nodes: [
      ...split,
      node("Div", ["q", "rootroot"], ["q2"]),
      turnKeys,
      node("Div", ["kt", "rootroot"], ["kt2"]),
      node("MatMul", ["q2", "kt2"], ["scores"]),
      ...end,
    ],
    qFactor: 1 / Math.sqrt(root),
    kFactor: 1 / Math.sqrt(root),
  },
  "no scale at all": {
    nodes: [...split, turnKeys, node("MatMul", ["q", "kt"], ["scores"]), ...end],
    expected: { scale: 1 },
  },
  "an Einsum over heads inside": {
    nodes: [
      ...["q", "k", "v"].map((name) => node("Reshape", [`${name}f`, "split"], [name])),
      node("Einsum", ["q", "k"], ["product"], { equation: "bqhd,bkhd->bhqk" }),
      node("Div", ["product", "root"], ["scores"]),
      softmax,
      node("Einsum", ["weights", "v"], ["turned"], { equation: "bhqk,bkhd->bqhd" }),
      node("Reshape", ["turned", "joined"], ["merged"]),
      node("MatMul", ["merged", "wo"], ["out"]),
    ],
  },
  "an Einsum with positions first": {
    nodes: [
      ...["q", "k", "v"].flatMap((name) => [
        node("Reshape", [`${name}f`, "split"], [`${name}s`]),
        node("Transpose", [`${name}s`], [name], { perm: [1, 0, 2, 3] }),
      ]),
      node("Einsum", ["q", "k"], ["product"], { equation: "ibnd, jbnd -> bnij" }),
      node("Div", ["product", "root"], ["scores"]),
      softmax,
      node("Einsum", ["weights", "v"], ["mixed"], { equation: "bnij,jbnd->bnid" }),
      ...merge,
    ],
  },
  "an Einsum with dots": {
    nodes: [
      ...split,
      node("Einsum", ["q", "k"], ["product"], { equation: "...qd,...kd->...qk" }),
      node("Div", ["product", "root"], ["scores"]),
      ...end,
    ],
  },
  "an Einsum with dots and heads behind them": {
    nodes: [
      ...["q", "k", "v"].map((name) => node("Reshape", [`${name}f`, "split"], [name])),
      node("Einsum", ["q", "k"], ["product"], { equation: "...qhd,...khd->...hqk" }),
      node("Div", ["product", "root"], ["scores"]),
      softmax,
      node("Einsum", ["weights", "v"], ["turned"], { equation: "...hqk,...khd->...qhd" }),
      node("Reshape", ["turned", "joined"], ["merged"]),
      node("MatMul", ["merged", "wo"], ["out"]),
    ],
  },
  "an Einsum that gives keys before queries": {
    nodes: [
      ...split,
      node("Einsum", ["q", "k"], ["product"], { equation: "bhqd,bhkd->bhkq" }),
      node("Div", ["product", "root"], ["turnedScores"]),
      node("Transpose", ["turnedScores"], ["scores"], { perm: [0, 1, 3, 2] }),
      ...end,
    ],
  },
  "a FusedMatMul with factor and turned keys": {
    nodes: [
      ...split,
      node("FusedMatMul", ["q", "k"], ["scores"], { alpha: { float: 1 / root }, transB: 1 }, "com.microsoft"),
      ...end,
    ],
  },
  "heads folded into the batch axis, with a bias of three axes": {
    nodes: [
      ...split,
      ...["q", "k", "v"].map((name) => node("Reshape", [name, "folded"], [`${name}3`])),
      node("Transpose", ["k3"], ["kt"], { perm: [0, 2, 1] }),
      node("MatMul", ["q3", "kt"], ["product"]),
      node("Div", ["product", "root"], ["scaled"]),
      node("Reshape", ["bias", "foldedScores"], ["bias3"]),
      node("Concat", ["bias3", "bias3"], ["bias6"], { axis: 0 }),
      node("Add", ["bias6", "scaled"], ["scores"]),
      softmax,
      node("MatMul", ["weights", "v3"], ["mixed3"]),
      node("Reshape", ["mixed3", "unfolded"], ["mixed"]),
      ...merge,
    ],
    initializers: [longs("foldedScores", [-1, LENGTH, LENGTH])],
    expected: distance,
  },
  "heads folded for the product and apart for the mask": {
    nodes: [
      ...split,
      ...["q", "k", "v"].map((name) => node("Reshape", [name, "folded"], [`${name}3`])),
      node("Transpose", ["k3"], ["kt"], { perm: [0, 2, 1] }),
      node("MatMul", ["q3", "kt"], ["product"]),
      node("Div", ["product", "root"], ["scaled"]),
      node("Reshape", ["scaled", "unfoldedScores"], ["apart"]),
      node("Add", ["apart", "bias"], ["scores"]),
      softmax,
      node("Reshape", ["weights", "foldedScores"], ["w3"]),
      node("MatMul", ["w3", "v3"], ["mixed3"]),
      node("Reshape", ["mixed3", "unfolded"], ["mixed"]),
      ...merge,
    ],
    initializers: [longs("foldedScores", [-1, LENGTH, LENGTH])],
    expected: distance,
  },
  "keys times queries, turned before the softmax": {
    nodes: [
      ...split,
      node("Transpose", ["q"], ["qt"], { perm: [0, 1, 3, 2] }),
      node("MatMul", ["k", "qt"], ["product"]),
      node("Transpose", ["product"], ["turnedProduct"], { perm: [0, 1, 3, 2] }),
      node("Div", ["turnedProduct", "root"], ["scores"]),
      ...end,
    ],
  },
  "keys times queries, and a softmax over the keys where they stand": {
    nodes: [
      ...split,
      node("Transpose", ["q"], ["qt"], { perm: [0, 1, 3, 2] }),
      node("MatMul", ["k", "qt"], ["product"]),
      node("Div", ["product", "root"], ["scores"]),
      node("Softmax", ["scores"], ["weights"], { axis: 2 }),
      node("Transpose", ["weights"], ["turnedWeights"], { perm: [0, 1, 3, 2] }),
      node("MatMul", ["turnedWeights", "v"], ["mixed"]),
      ...merge,
    ],
  },
  "a softmax of an old operator set": {
    nodes: [...split, ...scaled, node("Softmax", ["scores"], ["weights"], { axis: 3 }), mix, ...merge],
    opset: 11,
  },
  "exponential, sum and division": {
    nodes: [
      ...split,
      ...scaled,
      node("ReduceMax", ["scores"], ["top"], { axes: [-1], keepdims: 1 }),
      node("Sub", ["scores", "top"], ["shifted"]),
      node("Exp", ["shifted"], ["powers"]),
      node("ReduceSum", ["powers", "last"], ["sum"], { keepdims: 1 }),
      node("Div", ["powers", "sum"], ["weights"]),
      mix,
      ...merge,
    ],
  },
  "scores capped by Tanh": {
    nodes: [
      ...split,
      ...product,
      node("Div", ["product", "root"], ["scaled"]),
      node("Div", ["scaled", "cap"], ["small"]),
      node("Tanh", ["small"], ["bent"]),
      node("Mul", ["bent", "cap"], ["scores"]),
      ...end,
    ],
    expected: { score: (x) => 2 * Math.tanh(x / 2) },
  },
  "a causal mask by Where": {
    nodes: [
      ...split,
      ...product,
      node("Div", ["product", "root"], ["scaled"]),
      node("Cast", ["triangle"], ["seen"], { to: TYPE.bool }),
      node("Where", ["seen", "scaled", "lowest"], ["scores"]),
      ...end,
    ],
    initializers: [
      floats(
        "triangle",
        [1, 1, LENGTH, LENGTH],
        Array.from({ length: LENGTH ** 2 }, (_, i) => Number(i % LENGTH <= Math.floor(i / LENGTH))),
      ),
    ],
    expected: { score: (x, { i, j }) => (j <= i ? x : -1e9) },
  },
  "a bias that stands first in the sum": {
    nodes: [
      ...split,
      ...product,
      node("Div", ["product", "root"], ["scaled"]),
      node("Add", ["bias", "scaled"], ["scores"]),
      ...end,
    ],
    expected: distance,
  },
  "a learned sink that is cut off behind the softmax": {
    nodes: [
      ...split,
      ...product,
      node("Div", ["product", "root"], ["scaled"]),
      node("Expand", ["sink", "sinkShape"], ["sinks"]),
      node("Concat", ["scaled", "sinks"], ["scores"], { axis: -1 }),
      node("Softmax", ["scores"], ["whole"], { axis: -1 }),
      node("Cast", ["whole"], ["all"], { to: TYPE.float }),
      node("Slice", ["all", "zero", "minusOne", "last"], ["weights"]),
      mix,
      ...merge,
    ],
    initializers: [
      floats("sink", [1, 1, 1, 1], [-1e9]),
      longs("sinkShape", [2, HEADS, LENGTH, 1]),
      longs("zero", [0]),
      longs("minusOne", [-1]),
    ],
  },
  "a step that moves scores in a way only the graph knows": {
    nodes: [
      ...split,
      ...scaled.slice(0, -1),
      node("Div", ["product", "root"], ["scaled"]),
      node("Clip", ["scaled", "lowest", "highest"], ["scores"]),
      ...end,
    ],
    initializers: [floats("highest", [], [1e9])],
  },
};

describe("openModel on hand-built spellings of one layer", () => {
  it.each(Object.entries(SPELLINGS))("reads %s", async (_, spelling) => {
    const { nodes, initializers = [], opset, expected = {}, ...check } = spelling;
    const bytes = handModel({
      nodes: [...projections, ...nodes],
      initializers: [...CONSTANTS, ...initializers],
      ...(opset === undefined ? {} : { opset }),
    });
    await expectAttention(bytes, expectedAttention(expected), check);
  });
});

describe("weights that are masked behind the softmax", () => {
  it("are shown as they multiply the values: 0 in a row that sees nothing", async () => {
    const sees = (i: number): boolean => i % LENGTH < Math.floor(i / LENGTH);
    const model = await openBytes(
      handModel({
        nodes: [
          ...projections,
          ...split,
          ...product,
          node("Div", ["product", "root"], ["scaled"]),
          node("Cast", ["triangle"], ["seen"], { to: TYPE.bool }),
          node("Where", ["seen", "scaled", "lowest"], ["scores"]),
          node("Softmax", ["scores"], ["all"], { axis: -1 }),
          node("Where", ["seen", "all", "nothing"], ["weights"]),
          mix,
          ...merge,
        ],
        initializers: [
          ...CONSTANTS,
          floats("nothing", [], [0]),
          floats(
            "triangle",
            [1, 1, LENGTH, LENGTH],
            Array.from({ length: LENGTH ** 2 }, (_, i) => Number(sees(i))),
          ),
        ],
      }),
    );
    const [block] = await model.run({ x: xFeed() }, BATCH);
    const replay = await model.replay({ x: xFeed() }, BATCH);
    await model.release();
    const sumOfRow = (row: number): number =>
      Array.from(block?.weights.data ?? [])
        .slice(row * LENGTH, (row + 1) * LENGTH)
        .reduce((sum, w) => sum + w, 0);
    expect(sumOfRow(0)).toBe(0);
    expect(sumOfRow(1)).toBeCloseTo(1);
    expect(replay.maxError).toBeLessThanOrEqual(1e-5);
  });
});
