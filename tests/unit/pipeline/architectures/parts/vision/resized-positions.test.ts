import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { resizedPositions } from "#pipeline/architectures/parts/vision/resized-positions.ts";
import { expectClose } from "../../../../../helpers/expect-close.ts";
import { buildingWith, runGraph } from "../../../../../helpers/run-graph.ts";

/** A table with two numbers a position, sin(0.37 i), for a grid of another size. */
async function resize(side: number, size: readonly [number, number], isSmoothed: boolean): Promise<number[]> {
  const n = side * side * 2;
  const building = buildingWith({ table: Array.from({ length: n }, (_, i) => Math.sin(i * 0.37)) });
  const { graph, weights } = building;
  const grid = graph.input("grid", "float", ["batch", 2, "rows", "columns"]);
  const resized = resizedPositions(
    graph,
    weights.tensor("table", [1, side * side, 2]),
    side,
    grid,
    isSmoothed,
  );
  const [rows, columns] = size;
  const feed = new Tensor("float32", new Float32Array(6 * rows * columns), [3, 2, rows, columns]);
  const { dims, data } = await runGraph(graph, resized, { grid: feed });
  expect(dims).toEqual([1, rows * columns, 2]);
  return data;
}

/** The first eight numbers, and the sum of all magnitudes, of torch.nn.functional.interpolate(mode="bicubic"). */
const PYTORCH: readonly (readonly [number, readonly [number, number], boolean, readonly number[], number])[] =
  [
    [
      5,
      [3, 3],
      false,
      [-0.167351, -0.019155, 0.322962, 0.401124, 0.348261, 0.243848, 0.942315, 0.966601],
      6.977991873,
    ],
    [
      5,
      [3, 3],
      true,
      [-0.135834, -0.037603, 0.172285, 0.236443, 0.267886, 0.218831, 0.125322, 0.124432],
      2.530360701,
    ],
    [
      5,
      [2, 7],
      false,
      [-0.542006, -0.724637, -0.715519, -0.781886, -0.794671, -0.686676, -0.613581, -0.38875],
      15.129932857,
    ],
    [
      5,
      [2, 7],
      true,
      [-0.064386, -0.016114, -0.009258, 0.03845, 0.064154, 0.102639, 0.116066, 0.133349],
      2.204430756,
    ],
    [
      4,
      [9, 6],
      false,
      [-0.091219, 0.364079, 0.354916, 0.741853, 0.938628, 1.159723, 1.184999, 1.217007],
      53.281254049,
    ],
    [
      4,
      [9, 6],
      true,
      [-0.07003, 0.371206, 0.338701, 0.71052, 0.884538, 1.109894, 1.155994, 1.17218],
      51.413180832,
    ],
    [3, [1, 1], false, [0.180596, -0.187295], 0.367890924],
    [3, [1, 1], true, [0.00354, -0.003672], 0.007212228],
    [
      37,
      [16, 16],
      false,
      [0.586173, 0.391674, -0.532932, -0.679621, -0.412332, -0.159713, 0.664645, 0.745694],
      276.67934232,
    ],
    [
      37,
      [16, 16],
      true,
      [0.143787, 0.136184, -0.000751, -0.051666, -0.142516, -0.125052, 0.040912, 0.087934],
      10.532123153,
    ],
  ];

describe("positions for a picture of another size", () => {
  it.each(PYTORCH)(
    "are those of PyTorch: side %i to %j, smoothed: %s",
    async (side, size, isSmoothed, first, sum) => {
      const resized = await resize(side, size, isSmoothed);
      expectClose(resized.slice(0, 8), first, { abs: 5e-6 });
      expect(resized.reduce((all, value) => all + Math.abs(value), 0)).toBeCloseTo(sum, 4);
    },
  );

  it.each([false, true])(
    "are the learned ones where the size is the same (smoothed: %s)",
    async (isSmoothed) => {
      const expected = Array.from({ length: 50 }, (_, i) => Math.sin(i * 0.37));
      expectClose(await resize(5, [5, 5], isSmoothed), expected, { abs: 1e-6 });
    },
  );
});
