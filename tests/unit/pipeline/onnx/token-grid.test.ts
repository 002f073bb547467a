/** How graphs cut their pictures into tokens: read off the graph, and compared with which token a pixel changes. */
import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { feedTensor } from "#pipeline/onnx/feeds/feed-tensor.ts";
import { openModel, type AttentionModel, type TokenGrid } from "#pipeline/onnx/open-model.ts";
import { openBytes } from "../../../helpers/hand-attention.ts";
import { longs, node, tensor, TYPE } from "../../../helpers/onnx-writer.ts";
import {
  convStem,
  drawn,
  flatten,
  pictureOnnx,
  WIDTH,
  type PictureModel,
} from "../../../helpers/picture-model.ts";
import { conv4, PATCHED } from "../../../helpers/picture-stems.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

type Size = readonly [height: number, width: number];

interface Look {
  readonly nTokens: number;
  readonly grid: TokenGrid | undefined;
  /** Queries, [tokens, WIDTH], of a picture that is black but for this pixel. */
  readonly queries: (pixel?: Size) => Promise<ArrayLike<number>>;
}

async function look(model: AttentionModel, [height, width]: Size): Promise<Look> {
  const [input] = model.inputs;
  const isLast = input?.picture?.channels === "last";
  const nChannels = input?.picture?.nChannels ?? 3;
  const dims = isLast ? [1, height, width, nChannels] : [1, nChannels, height, width];
  const feed = (pixel?: Size): Tensor => {
    const levels = new Float32Array(nChannels * height * width);
    if (pixel)
      for (let channel = 0; channel < nChannels; channel++) {
        const at = pixel[0] * width + pixel[1];
        levels[isLast ? at * nChannels + channel : channel * height * width + at] = 100;
      }
    const fed = input && feedTensor({ Tensor }, input, dims, levels);
    if (!fed) throw new Error("nothing was fed");
    return fed;
  };
  const run = async (pixel?: Size) => (await model.run({ [input?.name ?? ""]: feed(pixel) }, 1))[0]!;
  const nTokens = (await run()).weights.dims[2] ?? 0;
  const grid = await model.tokenGrid({ [input?.name ?? ""]: feed() }, nTokens);
  return { nTokens, grid, queries: async (pixel) => (await run(pixel)).q.data };
}

async function gridOf(model: PictureModel, size: Size): Promise<Look> {
  return look(await openBytes(pictureOnnx(model)), size);
}

/** The token that a pixel changes most. */
function mostChanged(before: ArrayLike<number>, after: ArrayLike<number>): number {
  let [most, token] = [0, -1];
  for (let i = 0; i < before.length; i++) {
    const change = Math.abs(after[i]! - before[i]!);
    if (change > most) [most, token] = [change, Math.floor(i / WIDTH)];
  }
  return token;
}

const plain = { before: 0, after: 0, isTurned: false };
describe("the grid of a graph's tokens", () => {
  it.each(Object.keys(PATCHED))("is that of its patches, row by row: %s", async (name) => {
    const [model, size, [rows, columns]] = PATCHED[name]!;
    for (const before of [0, 1, 3]) {
      const { grid, nTokens, queries } = await gridOf({ ...model, before }, size);
      expect(grid).toEqual({ ...plain, rows, columns, before });
      expect(nTokens).toBe(before + rows * columns);
      if (before !== 1) continue;
      const black = await queries();
      const [height, width] = [Math.floor(size[0] / rows), Math.floor(size[1] / columns)];
      for (const [row, column] of [
        [0, 0],
        [0, columns - 1],
        [rows - 1, 0],
        [rows - 1, columns - 1],
      ] as const) {
        const lit = await queries([row * height + 1, column * width + 1]);
        expect(mostChanged(black, lit)).toBe(before + row * columns + column);
      }
    }
  });

  it.each([
    ["overlapping kernels", [7, 7], { strides: [4, 4], pads: [3, 3, 3, 3] }, [16, 40], [4, 10]],
    ["kernels with gaps", [2, 2], { strides: [4, 4] }, [16, 40], [4, 10]],
    ["kernels without padding", [5, 3], { strides: [2, 3] }, [15, 30], [6, 10]],
    ["dilated kernels", [3, 3], { strides: [2, 2], dilations: [2, 2] }, [16, 40], [6, 18]],
    ["padding on two sides only", [4, 4], { strides: [4, 4], pads: [0, 0, 2, 3] }, [14, 17], [4, 5]],
  ] as const)("is that of the places of %s", async (_, kernel, attributes, size, [rows, columns]) => {
    const { grid, nTokens } = await gridOf({ ...convStem(kernel, attributes), before: 1 }, size);
    expect(grid).toEqual({ ...plain, rows, columns, before: 1 });
    expect(nTokens).toBe(1 + rows * columns);
  });

  it("is one row where the height is pooled away, as recognizers of text do it: 40 tokens of 48 × 320 pixels", async () => {
    const stem = [
      node("Conv", ["pixels", "kernel"], ["map"], { strides: [8, 8] }),
      node("AveragePool", ["map"], ["line"], { kernel_shape: [6, 1], strides: [6, 1] }),
    ];
    const initializers = [drawn("kernel", [WIDTH, 3, 8, 8]), longs("flat", [0, 0, -1]), longs("two", [2])];
    const pooled: Readonly<Record<string, Buffer[]>> = {
      flattened: [...stem, ...flatten("line")],
      squeezed: [
        ...stem,
        node("Squeeze", ["line", "two"], ["thin"]),
        node("Transpose", ["thin"], ["patches"], { perm: [0, 2, 1] }),
      ],
      averaged: [
        ...stem.slice(0, 1),
        node("ReduceMean", ["map"], ["thin"], { axes: [2], keepdims: 0 }),
        node("Transpose", ["thin"], ["patches"], { perm: [0, 2, 1] }),
      ],
    };
    for (const [name, nodes] of Object.entries(pooled)) {
      const { grid, nTokens } = await gridOf({ stem: nodes, initializers, input: { name: "x" } }, [48, 320]);
      expect([name, nTokens, grid]).toEqual([name, 40, { ...plain, rows: 1, columns: 40 }]);
    }
  });

  it("is that of pieces that overlap, gathered by tables as unfolding is exported", async () => {
    // Pieces of 4 pixels, 2 apart: rows of the table are places in a piece.
    const table = (name: string, n: number): Buffer =>
      tensor(
        name,
        [4, n],
        TYPE.int64,
        new Uint8Array(
          BigInt64Array.from({ length: 4 * n }, (_, i) => BigInt(Math.floor(i / n) + 2 * (i % n))).buffer,
        ),
      );
    const model = {
      stem: [
        node("Gather", ["pixels", "down"], ["strips"], { axis: 2 }),
        node("Gather", ["strips", "across"], ["pieces"], { axis: 4 }),
        node("Transpose", ["pieces"], ["sorted"], { perm: [0, 1, 2, 4, 3, 5] }),
        node("Reshape", ["sorted", "columns"], ["unfolded"]),
        node("Transpose", ["unfolded"], ["flatPieces"], { perm: [0, 2, 1] }),
        node("MatMul", ["flatPieces", "embed"], ["patches"]),
      ],
      initializers: [
        table("down", 3),
        table("across", 7),
        longs("columns", [0, 48, 21]),
        drawn("embed", [48, WIDTH]),
      ],
    };
    const { grid, nTokens } = await gridOf(model, [8, 16]);
    expect([nTokens, grid]).toEqual([21, { ...plain, rows: 3, columns: 7 }]);
  });

  it("sees registers that are put between CLS and the patches, by Slice or by Split", async () => {
    const withClass = [
      node("Conv", ["pixels", "kernel"], ["map"], { strides: [4, 4] }),
      node("Reshape", ["map", "flat"], ["flatMap"]),
      node("Transpose", ["flatMap"], ["alone"], { perm: [0, 2, 1] }),
      node("Concat", ["cls", "alone"], ["all"], { axis: 1 }),
    ];
    const joined = node("Concat", ["first", "registers", "rest"], ["patches"], { axis: 1 });
    const cuts: Readonly<Record<string, Buffer[]>> = {
      Slice: [
        node("Slice", ["all", "zero", "one", "one"], ["first"]),
        node("Slice", ["all", "one", "end", "one"], ["rest"]),
      ],
      Split: [node("Split", ["all", "parts"], ["first", "rest"], { axis: 1 })],
    };
    for (const [name, cut] of Object.entries(cuts)) {
      const model: PictureModel = {
        stem: [...withClass, ...cut, joined],
        initializers: [
          ...(conv4.initializers ?? []),
          drawn("cls", [1, 1, WIDTH], 5),
          drawn("registers", [1, 4, WIDTH], 6),
          longs("zero", [0]),
          longs("one", [1]),
          longs("end", [2 ** 40]),
          longs("parts", [1, 10]),
        ],
      };
      const { grid, nTokens } = await gridOf(model, [8, 20]);
      expect([name, nTokens, grid]).toEqual([name, 15, { ...plain, rows: 2, columns: 5, before: 5 }]);
    }
    // Where patches are cut away, there is no grid of all.
    const some: PictureModel = {
      stem: [...withClass, node("Slice", ["all", "two", "end", "one"], ["patches"])],
      initializers: [
        ...(conv4.initializers ?? []),
        drawn("cls", [1, 1, WIDTH], 5),
        longs("one", [1]),
        longs("two", [2]),
        longs("end", [2 ** 40]),
      ],
    };
    expect(await gridOf(some, [8, 20])).toMatchObject({ nTokens: 9, grid: undefined });
  });

  it("tells tokens behind the patches, and patches that run down the columns", async () => {
    const behind = await gridOf({ ...conv4, before: 1, after: 2 }, [8, 20]);
    expect([behind.nTokens, behind.grid]).toEqual([
      13,
      { ...plain, rows: 2, columns: 5, before: 1, after: 2 },
    ]);
    const turned = await gridOf(
      {
        stem: [
          node("Conv", ["pixels", "kernel"], ["map"], { strides: [4, 4] }),
          node("Transpose", ["map"], ["turned"], { perm: [0, 3, 2, 1] }),
          node("Reshape", ["turned", "tokens"], ["patches"]),
        ],
        initializers: [drawn("kernel", [WIDTH, 3, 4, 4]), longs("tokens", [0, -1, WIDTH])],
      },
      [8, 20],
    );
    expect(turned.grid).toEqual({ ...plain, rows: 2, columns: 5, isTurned: true });
  });

  it.skipIf(!hasZoo).each(["vit", "deit", "clip"])(
    "is that of real exports: %s (skipped without ../shared/zoo)",
    async (name) => {
      const files = ["model", "model_sdpa", "model_legacy"].map((file) => zooFile(name, `onnx/${file}.onnx`));
      for (const file of files) {
        const whole = await openModel(file);
        const model = name === "clip" ? whole.select(["vision"]) : whole;
        const { grid } = await look(model, [32, 32]);
        await model.release();
        await whole.release();
        expect([file, grid]).toEqual([
          file,
          { ...plain, rows: 4, columns: 4, before: name === "deit" ? 2 : 1 },
        ]);
      }
    },
  );

  it("is not told where patches are mixed, or of two kinds", async () => {
    const mixed: PictureModel = {
      stem: [
        node("Conv", ["pixels", "kernel"], ["map"], { strides: [4, 4] }),
        node("Reshape", ["map", "flat"], ["flatMap"]),
        node("MatMul", ["flatMap", "mixer"], ["mixed"]),
        node("Transpose", ["mixed"], ["patches"], { perm: [0, 2, 1] }),
      ],
      initializers: [
        drawn("kernel", [WIDTH, 3, 4, 4]),
        longs("flat", [0, 0, -1]),
        drawn("mixer", [10, 6], 5),
      ],
    };
    expect(await gridOf(mixed, [8, 20])).toMatchObject({ nTokens: 6, grid: undefined });
    const two: PictureModel = {
      stem: [
        node("Conv", ["pixels", "kernel"], ["map"], { strides: [4, 4] }),
        node("Conv", ["pixels", "coarse"], ["coarseMap"], { strides: [8, 8] }),
        node("Reshape", ["map", "flat"], ["a"]),
        node("Reshape", ["coarseMap", "flat"], ["b"]),
        node("Concat", ["a", "b"], ["all"], { axis: 2 }),
        node("Transpose", ["all"], ["patches"], { perm: [0, 2, 1] }),
      ],
      initializers: [
        drawn("kernel", [WIDTH, 3, 4, 4]),
        drawn("coarse", [WIDTH, 3, 8, 8]),
        longs("flat", [0, 0, -1]),
      ],
    };
    expect(await gridOf(two, [8, 16])).toMatchObject({ nTokens: 10, grid: undefined });
  });
});
