/** Transformers of pictures of one layer with one head, written by hand: how they cut their pictures is the test's affair. */
import { seededRandom } from "#math/random.ts";
import { floats, longs, node, onnxModel, TYPE, value } from "./onnx-writer.ts";

export const WIDTH = 4;

export interface PictureModel {
  /** From `pixels` to `patches`, [pictures, patches, WIDTH]. */
  readonly stem: readonly Buffer[];
  readonly initializers?: readonly Buffer[];
  /** The input that takes pictures. */
  readonly input?: {
    readonly name?: string;
    readonly type?: number;
    readonly dims?: readonly (number | string)[];
  };
  /** Names of more inputs of that kind. */
  readonly more?: readonly string[];
  /** Special tokens in front and behind. */
  readonly before?: number;
  readonly after?: number;
}

/** Numbers from a seed, for a tensor of this size. */
export function drawn(name: string, dims: readonly number[], seed = 1): Buffer {
  const random = seededRandom(seed);
  const size = dims.reduce((a, b) => a * b, 1);
  return floats(
    name,
    dims,
    Float32Array.from({ length: size }, () => random() - 0.5),
  );
}

export function pictureOnnx({
  stem,
  initializers = [],
  input = {},
  more = [],
  before = 0,
  after = 0,
}: PictureModel): Buffer {
  const { name = "pixel_values", type = TYPE.float, dims = ["batch", 3, "height", "width"] } = input;
  const special = (at: string, n: number): Buffer[] =>
    n === 0 ? [] : [node("Expand", [`${at}.one`, `${at}.shape`], [at])];
  const parts = [...(before > 0 ? ["before"] : []), "patches", ...(after > 0 ? ["after"] : [])];
  // As many special tokens as pictures: their shape is put together from that of the patches.
  const shapes = (
    [
      ["before", before],
      ["after", after],
    ] as const
  ).flatMap(([at, n]) =>
    n === 0
      ? []
      : [
          node("Shape", ["patches"], [`${at}.all`], { start: 0, end: 1 }),
          node("Concat", [`${at}.all`, `${at}.rest`], [`${at}.shape`], { axis: 0 }),
        ],
  );
  return onnxModel({
    nodes: [
      node("Cast", [name], ["pixels"], { to: TYPE.float }),
      ...stem,
      ...shapes,
      ...special("before", before),
      ...special("after", after),
      ...(parts.length > 1
        ? [node("Concat", parts, ["hidden"], { axis: 1 })]
        : [node("Identity", ["patches"], ["hidden"])]),
      ...["q", "k", "v"].map((part) => node("MatMul", ["hidden", `w${part}`], [part])),
      node("Transpose", ["k"], ["kt"], { perm: [0, 2, 1] }),
      node("MatMul", ["q", "kt"], ["scores"]),
      node("Softmax", ["scores"], ["weights"], { axis: -1 }),
      node("MatMul", ["weights", "v"], ["out"]),
    ],
    initializers: [
      ...initializers,
      ...["q", "k", "v"].map((part, i) => drawn(`w${part}`, [WIDTH, WIDTH], i + 2)),
      drawn("before.one", [1, 1, WIDTH], 7),
      drawn("after.one", [1, 1, WIDTH], 8),
      longs("before.rest", [before, WIDTH]),
      longs("after.rest", [after, WIDTH]),
    ],
    inputs: [name, ...more].map((each) => value(each, type, dims)),
    outputs: ["out"],
  });
}

/** A convolution whose kernel is [WIDTH, channels, …kernel], and its places as tokens. */
export function convStem(
  kernel: readonly [number, number],
  attributes: Readonly<Record<string, readonly number[]>>,
  nChannels = 3,
): Pick<PictureModel, "stem" | "initializers"> {
  return {
    stem: [node("Conv", ["pixels", "kernel"], ["map"], attributes), ...flatten("map")],
    initializers: [drawn("kernel", [WIDTH, nChannels, ...kernel]), longs("flat", [0, 0, -1])],
  };
}

/** [pictures, WIDTH, rows, columns] → patches. */
export function flatten(map: string): Buffer[] {
  return [
    node("Reshape", [map, "flat"], ["flatMap"]),
    node("Transpose", ["flatMap"], ["patches"], { perm: [0, 2, 1] }),
  ];
}
