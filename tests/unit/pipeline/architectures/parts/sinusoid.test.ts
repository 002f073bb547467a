import { describe, expect, it } from "vitest";
import { sinusoid } from "#pipeline/architectures/parts/sinusoid.ts";
import { expectClose } from "../../../../helpers/expect-close.ts";
import { buildingWith, runGraph } from "../../../../helpers/run-graph.ts";

describe("positions as waves", () => {
  it("are sines and cosines whose lengths grow by a constant factor, worked by hand", async () => {
    const { graph } = buildingWith();
    const { dims, data } = await runGraph(graph, sinusoid(graph, "waves", [3, 4]), {});
    expect(dims).toEqual([3, 4]);
    const row = (position: number): number[] => [
      ...[Math.sin(position), Math.sin(position / 100)],
      ...[Math.cos(position), Math.cos(position / 100)],
    ];
    expectClose(data, [row(0), row(1), row(2)].flat(), { abs: 1e-7 });
  });

  it("grow to the last length in one step less where the last wave is ten thousand times as long", async () => {
    const { graph } = buildingWith();
    const { data } = await runGraph(graph, sinusoid(graph, "waves", [2, 6], 2), {});
    const angles = [1, 1 / 100, 1 / 10_000];
    expectClose(data.slice(6), [...angles.map(Math.sin), ...angles.map(Math.cos)], { abs: 1e-7 });
  });
});
