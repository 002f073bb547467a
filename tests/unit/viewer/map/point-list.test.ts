import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { pointGraph } from "#viewer/map/point-list.ts";

/** Sigma's own check, in the version that Sigma has. */
const isGraph = createRequire(import.meta.resolve("sigma"))("graphology-utils/is-graph") as (
  value: unknown,
) => boolean;

describe("the points as Sigma's graph", () => {
  it("is accepted by the check that Sigma makes", () => {
    expect(isGraph(pointGraph(3))).toBe(true);
  });

  it("names its nodes by their numbers and has no edges", () => {
    const graph = pointGraph(3);
    const seen: string[] = [];
    graph.forEachNode((name) => seen.push(name));
    expect(seen).toEqual(["0", "1", "2"]);
    expect(graph.nodes()).toEqual(seen);
    expect(graph.order).toBe(3);
    expect(graph.edges()).toEqual([]);
  });

  it("knows which nodes it has", () => {
    const graph = pointGraph(3);
    expect(["0", "2", "3", "-1", "1.5", "x"].map((name) => graph.hasNode(name))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it("says that points cannot be dropped", () => {
    expect(() => pointGraph(1).dropNode("0")).toThrow(/points stay/);
  });
});
