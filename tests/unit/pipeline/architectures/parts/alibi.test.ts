import { describe, expect, it } from "vitest";
import { alibi } from "#pipeline/architectures/parts/alibi.ts";
import { expectClose } from "../../../../helpers/expect-close.ts";
import { buildingWith, longs, runGraph } from "../../../../helpers/run-graph.ts";

/** What is added for the last query: [batch, nHeads, length]. */
async function biases(nHeads: number, masks: readonly (readonly number[])[]): Promise<number[][][]> {
  const { graph } = buildingWith();
  const mask = graph.input("mask", "int64", ["batch", "length"]);
  const { dims, data } = await runGraph(graph, alibi(graph, mask, nHeads), { mask: longs(masks) });
  const length = masks[0]!.length;
  expect(dims).toEqual([masks.length, nHeads, length, length]);
  return masks.map((row, i) => {
    const last = row.lastIndexOf(1);
    return Array.from({ length: nHeads }, (_, head) => {
      const start = ((i * nHeads + head) * length + last) * length;
      return data.slice(start, start + length);
    });
  });
}

/** The slope of each head: what the query's own key has more than the one before it. */
async function slopes(nHeads: number): Promise<number[]> {
  const [heads] = await biases(nHeads, [[1, 1]]);
  return heads!.map(([first, second]) => second! - first!);
}

describe("linear biases", () => {
  it("have the slopes of the paper for eight heads: 1/2, 1/4 … 1/256", async () => {
    expect(await slopes(8)).toEqual(Array.from({ length: 8 }, (_, head) => 2 ** -(head + 1)));
  });

  it("take the slopes of further heads from between those of the next power of two", async () => {
    const whole = await slopes(4);
    expect(whole).toEqual([2 ** -2, 2 ** -4, 2 ** -6, 2 ** -8]);
    expectClose(await slopes(6), [...whole, 2 ** -1, 2 ** -3], { abs: 0, rel: 1e-6 });
    expectClose(
      (await slopes(12)).slice(8),
      [0.5, 1.5, 2.5, 3.5].map((power) => 2 ** -power),
      {
        abs: 0,
        rel: 1e-6,
      },
    );
  });

  it("fall with the distance from the query, whatever stands behind it", async () => {
    const [whole, padded] = await biases(1, [
      [1, 1, 1, 1],
      [1, 1, 0, 0],
    ]);
    expect(whole).toEqual([[-3 / 256, -2 / 256, -1 / 256, 0]]);
    expect(padded![0]!.slice(0, 2)).toEqual([-1 / 256, 0]);
  });

  it("are as exact for the nearest keys of a long text as for those of a short one", async () => {
    const [[head]] = (await biases(3, [Array.from({ length: 4000 }, () => 1)])) as [number[][]];
    expect(head!.slice(-4)).toEqual([-3, -2, -1, 0].map((distance) => distance / 16));
  });
});
