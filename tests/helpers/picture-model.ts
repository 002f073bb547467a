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
  /** Tokens that a second layer puts in front of those of the first. */
  readonly prompts?: number;
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

/** As many tokens for each picture, [pictures, n, WIDTH]: their shape is put together from that of the patches. */
function added(name: string, n: number): Buffer[] {
  if (n === 0) return [];
  return [
    node("Shape", ["patches"], [`${name}.all`], { start: 0, end: 1 }),
    node("Concat", [`${name}.all`, `${name}.rest`], [`${name}.shape`], { axis: 0 }),
    node("Expand", [`${name}.one`, `${name}.shape`], [name]),
  ];
}

/** One layer of attention; names begin with `at`. */
function layer(at: string, from: string, to: string): Buffer[] {
  return [
    ...["q", "k", "v"].map((part) => node("MatMul", [from, `w${part}`], [`${at}${part}`])),
    node("Transpose", [`${at}k`], [`${at}kt`], { perm: [0, 2, 1] }),
    node("MatMul", [`${at}q`, `${at}kt`], [`${at}scores`]),
    node("Softmax", [`${at}scores`], [`${at}weights`], { axis: -1 }),
    node("MatMul", [`${at}weights`, `${at}v`], [to]),
  ];
}

export function pictureOnnx({
  stem,
  initializers = [],
  input = {},
  more = [],
  ...tokens
}: PictureModel): Buffer {
  const { name = "pixel_values", type = TYPE.float, dims = ["batch", 3, "height", "width"] } = input;
  const counts = { before: tokens.before ?? 0, after: tokens.after ?? 0, prompts: tokens.prompts ?? 0 };
  const parts = [...(counts.before > 0 ? ["before"] : []), "patches", ...(counts.after > 0 ? ["after"] : [])];
  return onnxModel({
    nodes: [
      node("Cast", [name], ["pixels"], { to: TYPE.float }),
      ...stem,
      ...Object.entries(counts).flatMap(([part, n]) => added(part, n)),
      ...(parts.length > 1
        ? [node("Concat", parts, ["hidden"], { axis: 1 })]
        : [node("Identity", ["patches"], ["hidden"])]),
      ...layer("", "hidden", counts.prompts > 0 ? "first" : "out"),
      ...(counts.prompts > 0
        ? [
            node("Concat", ["prompts", "first"], ["longer"], { axis: 1 }),
            ...layer("second.", "longer", "out"),
          ]
        : []),
    ],
    initializers: [
      ...initializers,
      ...["q", "k", "v"].map((part, i) => drawn(`w${part}`, [WIDTH, WIDTH], i + 2)),
      ...Object.entries(counts).flatMap(([part, n], i) => [
        drawn(`${part}.one`, [1, 1, WIDTH], 7 + i),
        longs(`${part}.rest`, [n, WIDTH]),
      ]),
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
