import { describe, expect, it } from "vitest";
import type { Setter } from "../../../../src/figure/fonts/setter.ts";
import { pageColors } from "../../../../src/figure/page-colors.ts";
import type { Shape } from "../../../../src/figure/scene.ts";
import { drawLines, drawMatrix } from "../../../../src/figure/sequence/draw-weights.ts";
import type { ShownWeights } from "../../../../src/figure/sequence/shown-weights.ts";

const EVEN: Setter = {
  width: (text, { sizePx }) => (text.length * sizePx) / 2,
  runs: () => [],
  middlePx: () => 4,
};
const COLORS = pageColors(false, false);
const none = new Set<number>();
/** Three tokens; the third attends to the first with 0.75 and to itself with 0.25. */
const SHOWN: ShownWeights = {
  pattern: { n: 3, weights: Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.75, 0, 0.25) },
  names: { query: ["a", "b", "c"], key: ["a", "b", "c"] },
  hidden: { query: none, key: none },
  marked: { role: "query", position: 2 },
};

const paths = (shapes: readonly Shape[]) => shapes.flatMap((shape) => (shape.type === "path" ? [shape] : []));
const texts = (shapes: readonly Shape[]) => shapes.flatMap((shape) => (shape.type === "text" ? [shape] : []));

describe("lines between the tokens of a sequence", () => {
  const { shapes, height } = drawLines(SHOWN, 300, COLORS, EVEN);

  it("go from the row of each query to the row of its key, as wide as their weight", () => {
    const web = paths(shapes).filter(({ stroke }) => stroke?.color === COLORS.inkSoft);
    expect(web).toHaveLength(5);
    // The strongest is drawn last: the first token attends to itself with 1.
    const { corners } = web[4]!.lines[0]!;
    expect([corners[1], corners.at(-1)]).toEqual([9, 9]);
    expect(web[4]?.stroke?.widthPx).toBeCloseTo(3);
  });

  it("of the marked token are in the accent", () => {
    const strong = paths(shapes).filter(({ stroke }) => stroke?.color === COLORS.accent);
    expect(strong.map(({ stroke }) => stroke?.widthPx)).toEqual([0.8 + 2.2 * 0.75, 0.8 + 2.2 * 0.25]);
  });

  it("stand between two columns of names, a row for each token", () => {
    expect(texts(shapes).map(({ text }) => text)).toEqual(["a", "b", "c", "a", "b", "c"]);
    expect(texts(shapes).map(({ y }) => y)).toEqual([13, 31, 49, 13, 31, 49]);
    expect(height).toBe(54);
  });
});

describe("the matrix of a sequence", () => {
  const { shapes, width, height } = drawMatrix(SHOWN, 300, false, COLORS, EVEN);
  const cells = shapes.find((shape) => shape.type === "cells");

  it("has a cell for each pair, the strongest the darkest", () => {
    expect(cells).toMatchObject({ nColumns: 3, nRows: 3 });
    const darkness = Array.from({ length: 9 }, (_, i) => 255 - (cells?.rgba[i * 4] ?? 0));
    const order = [...darkness.keys()].sort((a, b) => darkness[b]! - darkness[a]!);
    expect(order[0]).toBe(0);
    expect(order[1]).toBe(6);
  });

  it("is square, beside the names of its rows and below those of its columns", () => {
    expect(cells?.width).toBe(cells?.height);
    expect(texts(shapes).filter(({ isUpright }) => isUpright)).toHaveLength(3);
    expect(width - (cells?.width ?? 0)).toBe(cells?.x);
    expect(height).toBe((cells?.y ?? 0) + (cells?.height ?? 0));
  });

  it("frames the row of a selected query", () => {
    const frame = shapes.find((shape) => shape.type === "rect" && shape.stroke?.color === COLORS.accent);
    expect(frame).toMatchObject({ width: cells?.width, y: (cells?.y ?? 0) + (2 / 3) * (cells?.height ?? 0) });
  });
});
