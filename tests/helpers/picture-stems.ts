/** Ways in which graphs cut pictures into patches, by hand. */
import { floats, longs, node, TYPE } from "./onnx-writer.ts";
import { convStem, drawn, flatten, WIDTH, type PictureModel } from "./picture-model.ts";

type Size = readonly [height: number, width: number];

export const conv4 = convStem([4, 4], { strides: [4, 4] });
/** [pictures, 3, 4·rows, 4·columns] → patches, without a convolution. */
const cut = (rows: number, columns: number): PictureModel => ({
  stem: [
    node("Reshape", ["pixels", "cut"], ["cells"]),
    node("Transpose", ["cells"], ["sorted"], { perm: [0, 2, 4, 3, 5, 1] }),
    node("Reshape", ["sorted", "rows"], ["flatCells"]),
    node("MatMul", ["flatCells", "embed"], ["patches"]),
  ],
  initializers: [
    longs("cut", [0, 3, rows, 4, columns, 4]),
    longs("rows", [0, rows * columns, 48]),
    drawn("embed", [48, WIDTH]),
  ],
});

/** Each with the size of a picture, and its rows and columns of patches. */
export const PATCHED: Readonly<Record<string, readonly [PictureModel, Size, Size]>> = {
  "a square picture": [conv4, [16, 16], [4, 4]],
  "a wide picture": [conv4, [12, 80], [3, 20]],
  "a tall picture": [conv4, [80, 12], [20, 3]],
  "a row of patches": [conv4, [4, 40], [1, 10]],
  "patches that are not square": [convStem([4, 8], { strides: [4, 8] }), [12, 32], [3, 4]],
  "a picture that patches do not fill": [conv4, [14, 19], [3, 4]],
  "patches cut by Reshape and Transpose": [cut(2, 5), [8, 20], [2, 5]],
  "patches cut before channels are brought in front": [
    {
      stem: [
        node("Reshape", ["pixels", "cut"], ["cells"]),
        node("Transpose", ["cells"], ["sorted"], { perm: [0, 1, 3, 2, 4, 5] }),
        node("Reshape", ["sorted", "rows"], ["flatCells"]),
        node("MatMul", ["flatCells", "embed"], ["patches"]),
      ],
      initializers: [
        longs("cut", [0, 3, 4, 5, 4, 3]),
        longs("rows", [0, -1, 48]),
        drawn("embed", [48, WIDTH]),
      ],
      input: { dims: ["n", "h", "w", 3] },
    },
    [12, 20],
    [3, 5],
  ],
  "pixels last, brought in front": [
    {
      stem: [node("Transpose", ["pixels"], ["turned"], { perm: [0, 3, 1, 2] }), ...conv("turned")],
      initializers: conv4.initializers ?? [],
      input: { name: "x", dims: ["n", 8, 24, 3] },
    },
    [8, 24],
    [2, 6],
  ],
  SpaceToDepth: [
    {
      stem: [
        node("SpaceToDepth", ["pixels"], ["deep"], { blocksize: 4 }),
        node("Conv", ["deep", "one"], ["map"]),
        ...flatten("map"),
      ],
      initializers: [drawn("one", [WIDTH, 48, 1, 1]), longs("flat", [0, 0, -1])],
    },
    [8, 12],
    [2, 3],
  ],
  "an embedding by Einsum": [
    {
      stem: [
        node("Conv", ["pixels", "kernel"], ["map"], { strides: [4, 4] }),
        node("Reshape", ["map", "flat"], ["flatMap"]),
        node("Einsum", ["flatMap", "mix"], ["patches"], { equation: "bcn, cd -> bnd" }),
      ],
      initializers: [
        drawn("kernel", [WIDTH, 3, 4, 4]),
        longs("flat", [0, 0, -1]),
        drawn("mix", [WIDTH, WIDTH], 5),
      ],
    },
    [8, 20],
    [2, 5],
  ],
  "levels in bytes, scaled in the graph": [
    {
      stem: [
        node("Sub", ["pixels", "mean"], ["centered"]),
        node("Div", ["centered", "std"], ["scaled"]),
        ...conv("scaled"),
      ],
      initializers: [
        ...(conv4.initializers ?? []),
        floats("mean", [3, 1, 1], [1, 2, 3]),
        floats("std", [3, 1, 1], [4, 5, 6]),
      ],
      input: { name: "data", type: TYPE.uint8, dims: [1, 3, 8, 16] },
    },
    [8, 16],
    [2, 4],
  ],
  "gray pictures": [
    { ...convStem([4, 4], { strides: [4, 4] }, 1), input: { dims: ["n", 1, 8, 20] } },
    [8, 20],
    [2, 5],
  ],
  "two stems, one on the other": [
    {
      stem: [
        node("Conv", ["pixels", "first"], ["half"], { strides: [2, 2] }),
        node("Relu", ["half"], ["positive"]),
        node("MaxPool", ["positive"], ["quarter"], { kernel_shape: [2, 2], strides: [2, 2] }),
        node("Conv", ["quarter", "second"], ["map"]),
        ...flatten("map"),
      ],
      initializers: [
        drawn("first", [6, 3, 2, 2]),
        drawn("second", [WIDTH, 6, 1, 1], 4),
        longs("flat", [0, 0, -1]),
      ],
    },
    [8, 24],
    [2, 6],
  ],
  "tokens that are a map again in between": [
    {
      stem: [
        node("Conv", ["pixels", "first"], ["half"], { strides: [2, 2] }),
        node("Reshape", ["half", "toTokens"], ["flatHalf"]),
        node("Transpose", ["flatHalf"], ["tokens"], { perm: [0, 2, 1] }),
        node("LayerNormalization", ["tokens", "ones"], ["normed"], { axis: -1 }),
        node("Transpose", ["normed"], ["back"], { perm: [0, 2, 1] }),
        node("Reshape", ["back", "toMap"], ["mapAgain"]),
        node("Conv", ["mapAgain", "second"], ["map"], { strides: [2, 2] }),
        ...flatten("map"),
      ],
      initializers: [
        drawn("first", [6, 3, 2, 2]),
        drawn("second", [WIDTH, 6, 2, 2], 4),
        floats("ones", [6], Array(6).fill(1)),
        longs("toTokens", [0, 0, -1]),
        longs("toMap", [0, 0, 4, 12]),
        longs("flat", [0, 0, -1]),
      ],
    },
    [8, 24],
    [2, 6],
  ],
};

function conv(from: string): Buffer[] {
  return [node("Conv", [from, "kernel"], ["map"], { strides: [4, 4] }), ...flatten("map")];
}
