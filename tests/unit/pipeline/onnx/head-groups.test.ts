import { describe, expect, it } from "vitest";
import { keyHeadsOf } from "#pipeline/onnx/run/key-heads.ts";
import { splitHeads, straighten, toHeads } from "#pipeline/onnx/run/order-axes.ts";
import {
  D_HEAD,
  expectAttention,
  expectedAttention,
  handModel,
  HEADS,
  LENGTH,
  merge,
  projections,
  splitShape,
  WIDTH,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node } from "../../../helpers/onnx-writer.ts";

const CONSTANTS = [
  longs("split", splitShape),
  longs("joined", [0, 0, WIDTH]),
  longs("single", [0, 0, 1, D_HEAD]),
  longs("from", [0]),
  longs("to", [D_HEAD]),
  longs("axis", [2]),
  floats("root", [], [Math.sqrt(D_HEAD)]),
];
/** q [B, H, S, d]; k and v [B, 1, S, d], the first head's. */
const oneKeyHead = [
  node("Reshape", ["qf", "split"], ["qs"]),
  node("Transpose", ["qs"], ["q"], { perm: [0, 2, 1, 3] }),
  ...["k", "v"].flatMap((name) => [
    node("Slice", [`${name}f`, "from", "to", "axis"], [`${name}0`]),
    node("Reshape", [`${name}0`, "single"], [`${name}s`]),
    node("Transpose", [`${name}s`], [`${name}1`], { perm: [0, 2, 1, 3] }),
  ]),
];
const score = [
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["product"]),
  node("Div", ["product", "root"], ["scores"]),
  node("Softmax", ["scores"], ["weights"], { axis: -1 }),
  node("MatMul", ["weights", "v"], ["mixed"]),
  ...merge,
];

describe("query heads that share their keys", () => {
  it.each([
    [
      "an Expand",
      ["k", "v"].map((name) => node("Expand", [`${name}1`, "wide"], [name])),
      [longs("wide", [1, HEADS, 1, 1])],
    ],
    [
      "a Tile",
      ["k", "v"].map((name) => node("Tile", [`${name}1`, "wide"], [name])),
      [longs("wide", [1, HEADS, 1, 1])],
    ],
    ["a Concat", ["k", "v"].map((name) => node("Concat", [`${name}1`, `${name}1`], [name], { axis: 1 })), []],
    ["the product itself", ["k", "v"].map((name) => node("Identity", [`${name}1`], [name])), []],
  ])("are recognized where %s repeats them", async (_, repeat, initializers) => {
    const bytes = handModel({
      nodes: [...projections, ...oneKeyHead, ...repeat, ...score],
      initializers: [...CONSTANTS, ...initializers],
    });
    const block = await expectAttention(bytes, expectedAttention({ keyHead: () => 0 }));
    expect(block.nKvHeads).toBe(1);
    expect(block.keyHeads).toEqual([0, 0]);
  });

  it("are recognized in groups of five axes", async () => {
    const bytes = handModel({
      nodes: [
        ...projections,
        ...oneKeyHead,
        node("Reshape", ["q", "groups"], ["q5"]),
        ...["k", "v"].map((name) => node("Unsqueeze", [`${name}1`, "one"], [`${name}5`])),
        node("Transpose", ["k5"], ["kt"], { perm: [0, 1, 2, 4, 3] }),
        node("MatMul", ["q5", "kt"], ["product"]),
        node("Div", ["product", "root"], ["scores"]),
        node("Softmax", ["scores"], ["weights"], { axis: -1 }),
        node("MatMul", ["weights", "v5"], ["mixed5"]),
        node("Reshape", ["mixed5", "heads"], ["mixed"]),
        ...merge,
      ],
      initializers: [
        ...CONSTANTS,
        longs("groups", [0, 1, HEADS, LENGTH, D_HEAD]),
        longs("heads", [0, HEADS, LENGTH, D_HEAD]),
        longs("one", [2]),
      ],
    });
    const block = await expectAttention(bytes, expectedAttention({ keyHead: () => 0 }));
    expect(block.nKvHeads).toBe(1);
  });

  it("are recognized where they stand beside the positions", async () => {
    const bytes = handModel({
      nodes: [
        ...projections,
        ...["k", "v"].map((name) => node("Slice", [`${name}f`, "from", "to", "axis"], [name])),
        node("Reshape", ["qf", "rows"], ["q"]),
        node("Transpose", ["k"], ["kt"], { perm: [0, 2, 1] }),
        node("MatMul", ["q", "kt"], ["product"]),
        node("Reshape", ["product", "apart"], ["scores4"]),
        node("Div", ["scores4", "root"], ["scores"]),
        node("Softmax", ["scores"], ["weights"], { axis: -1 }),
        node("Reshape", ["weights", "together"], ["flat"]),
        node("MatMul", ["flat", "v"], ["mixed"]),
        node("Reshape", ["mixed", "joined"], ["merged"]),
        node("MatMul", ["merged", "wo"], ["out"]),
      ],
      initializers: [
        ...CONSTANTS.filter((entry) => !entry.includes("joined")),
        longs("rows", [0, LENGTH * HEADS, D_HEAD]),
        longs("apart", [0, LENGTH, HEADS, LENGTH]),
        longs("together", [0, LENGTH * HEADS, LENGTH]),
        longs("joined", [0, LENGTH, WIDTH]),
      ],
    });
    const block = await expectAttention(bytes, expectedAttention({ keyHead: () => 0 }));
    expect(block.nKvHeads).toBe(1);
  });

  it("are not made up where heads are unevenly alike", () => {
    const k = { dims: [1, 3, 1, 2], data: Float32Array.of(1, 2, 1, 2, 3, 4) };
    expect(keyHeadsOf(k)).toEqual([0, 1, 2]);
  });
});

describe("heads computed one by one", () => {
  const oneByOne = (axis: number, isApart: boolean): Buffer =>
    handModel({
      nodes: [
        ...projections,
        ...Array.from({ length: HEADS }, (_, head) => {
          const at = (name: string): string => `${name}.${head}`;
          const cut = ["q", "k", "v"].flatMap((name) => [
            node("Slice", [`${name}f`, `from${head}`, `to${head}`, "axis"], [at(`${name}3`)]),
            isApart
              ? node("Unsqueeze", [at(`${name}3`), "one"], [at(name)])
              : node("Identity", [at(`${name}3`)], [at(name)]),
          ]);
          return [
            ...cut,
            node("Transpose", [at("k")], [at("kt")], { perm: isApart ? [0, 1, 3, 2] : [0, 2, 1] }),
            node("MatMul", [at("q"), at("kt")], [at("product")]),
            node("Div", [at("product"), "root"], [at("scores")]),
            node("Softmax", [at("scores")], [at("weights")], { axis: -1 }),
            node("MatMul", [at("weights"), at("v")], [at("mixed")]),
          ];
        }).flat(),
        node("Concat", ["mixed.0", "mixed.1"], ["side"], { axis }),
        ...(isApart
          ? [node("Transpose", ["side"], ["turned"], { perm: [0, 2, 1, 3] })]
          : [node("Identity", ["side"], ["turned"])]),
        node("Reshape", ["turned", "joined"], ["merged"]),
        node("MatMul", ["merged", "wo"], ["out"]),
      ],
      initializers: [
        ...CONSTANTS,
        longs("one", [1]),
        ...Array.from({ length: HEADS }, (_, head) => [
          longs(`from${head}`, [head * D_HEAD]),
          longs(`to${head}`, [(head + 1) * D_HEAD]),
        ]).flat(),
      ],
    });

  it.each([
    ["along d", -1, false],
    ["along d, counted from the front", 2, false],
    ["along an axis of heads", 1, true],
  ])("are one layer where they are put side by side %s", async (_, axis, isApart) => {
    await expectAttention(oneByOne(axis, isApart), expectedAttention());
  });
});

describe("splitHeads", () => {
  it.each([
    ["heads behind the batch", [2, 4], 2, undefined, { nBatch: 2, nHeads: 4 }],
    ["heads in the batch", [8], 2, undefined, { nBatch: 2, nHeads: 4 }],
    ["windows and heads in the batch", [32], 2, 4, { nBatch: 8, nHeads: 4 }],
    ["windows in the batch", [8, 4], 2, 4, { nBatch: 8, nHeads: 4 }],
    ["windows apart", [2, 16, 4], 2, 4, { nBatch: 32, nHeads: 4 }],
    ["windows behind the heads", [2, 4, 16], 2, 4, { nBatch: 32, nHeads: 4, perm: [0, 2, 1] }],
    ["grouped heads", [2, 2, 3], 2, 6, { nBatch: 2, nHeads: 6 }],
    ["heads before the batch", [4, 2], 2, 4, { nBatch: 2, nHeads: 4, perm: [1, 0] }],
    ["a single head and sequence", [], 1, undefined, { nBatch: 1, nHeads: 1 }],
  ])("tells %s", (_, dims, batch, expected, split) => {
    expect(splitHeads(dims, batch, expected)).toEqual(split);
  });

  it("puts windows that stand behind the heads into the batch", () => {
    const tensor = { dims: [1, 2, 3, 1, 1], data: Float32Array.of(0, 1, 2, 10, 11, 12) };
    const turned = toHeads(tensor, [1, 2, 3], splitHeads([1, 2, 3], 1, 2));
    expect(turned.dims).toEqual([3, 2, 1, 1]);
    expect(Array.from(turned.data)).toEqual([0, 10, 1, 11, 2, 12]);
  });
});

describe("straighten", () => {
  it("swaps the last axes, and brings positions behind the batch", () => {
    const tensor = { dims: [2, 1, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) };
    const swapped = straighten(tensor, { type: "matrix", swapped: true, positionFirst: false });
    expect(swapped.dims).toEqual([2, 3, 1]);
    expect(Array.from(swapped.data)).toEqual([0, 1, 2, 3, 4, 5]);
    const moved = straighten(tensor, { type: "matrix", swapped: false, positionFirst: true });
    expect(moved.dims).toEqual([1, 2, 3]);
    const both = straighten(
      { dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      { type: "matrix", swapped: true, positionFirst: false },
    );
    expect(Array.from(both.data)).toEqual([1, 3, 2, 4]);
  });
});
