import { describe, expect, it } from "vitest";
import { gridBias } from "#pipeline/architectures/parts/vision/grid-bias.ts";
import { buildingWith, runGraph } from "../../../../../helpers/run-graph.ts";

/** Which row of the table each pair of tokens has. */
async function rowsOf(rows: number, columns: number): Promise<number[][]> {
  const n = (2 * rows - 1) * (2 * columns - 1) + 3;
  const { graph, weights } = buildingWith({
    table: Array.from({ length: n }, (_, row) => [row, -row]).flat(),
  });
  const { dims, data } = await runGraph(
    graph,
    gridBias(graph, weights.tensor("table", [n, 2]), rows, columns),
    {},
  );
  const size = 1 + rows * columns;
  expect(dims).toEqual([1, 2, size, size]);
  const head = data.slice(0, size * size);
  expect(data.slice(size * size).map((value) => 0 - value)).toEqual(head);
  return Array.from({ length: size }, (_, i) => head.slice(i * size, (i + 1) * size));
}

describe("a bias by the distance of patches", () => {
  it("has for two by two patches the rows that follow from their steps", async () => {
    // Steps (down, right) from key to query, in the order (−1, −1), (−1, 0), (−1, 1), (0, −1), (0, 0) …
    expect(await rowsOf(2, 2)).toEqual([
      [11, 9, 9, 9, 9],
      [10, 4, 3, 1, 0],
      [10, 5, 4, 2, 1],
      [10, 7, 6, 4, 3],
      [10, 8, 7, 5, 4],
    ]);
  });

  it("depends on nothing but the step in a grid that is wider than high", async () => {
    const [height, width] = [2, 3];
    const [first, ...patches] = await rowsOf(height, width);
    expect(first).toEqual([17, 15, 15, 15, 15, 15, 15]);
    patches.forEach(([toToken, ...row], i) => {
      expect(toToken).toBe(16);
      row.forEach((value, j) => {
        const down = Math.floor(i / width) - Math.floor(j / width);
        const right = (i % width) - (j % width);
        expect(value).toBe((down + height - 1) * (2 * width - 1) + right + width - 1);
      });
    });
  });
});
