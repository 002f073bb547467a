import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { pointGraph } from "#viewer/map/point-list.ts";

/** Sigma's own check, in the version that Sigma has. */
const isGraph = createRequire(import.meta.resolve("sigma"))("graphology-utils/is-graph") as (
  value: unknown,
) => boolean;

describe("the points as Sigma's graph", () => {
  it("is accepted by the check that Sigma makes", () => {
    expect(isGraph(pointGraph())).toBe(true);
  });

  it("is one node, however many points there are, and has no edges", () => {
    const graph = pointGraph();
    const seen: string[] = [];
    graph.forEachNode((name) => seen.push(name));
    expect(graph.order).toBe(1);
    expect(seen).toHaveLength(1);
    expect(graph.nodes()).toEqual(seen);
    expect(graph.edges()).toEqual([]);
  });

  it("knows which node it has", () => {
    const graph = pointGraph();
    const [name] = graph.nodes();
    expect([name, "0", "1", "-1", "x"].map((each) => graph.hasNode(each))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it("says that points cannot be dropped", () => {
    expect(() => pointGraph().dropNode(pointGraph().nodes()[0])).toThrow(/points stay/);
  });
});
