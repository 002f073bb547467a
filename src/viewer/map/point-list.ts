import type Graph from "graphology-types";

/** For Sigma, the points lie at the middle: our own program knows where they are drawn. */
const NODE = { x: 0, y: 0 };
const NAMES = ["points"];
const stay = (): never => {
  throw new Error("points stay");
};
const none = (): readonly string[] => [];

/**
 * What Sigma needs of a graph: one node that never changes and stands for all points, and no edges. Sigma would keep records of
 * every node, and a library of graphs would be a tenth of the scripts that the first map needs.
 */
export function pointGraph(): Graph {
  return {
    multi: false,
    order: 1,
    nodes: () => NAMES,
    forEachNode: (visit: (name: string, attributes: object) => void) => visit("points", NODE),
    getNodeAttributes: () => NODE,
    hasNode: (name: unknown) => name === "points",
    edges: none,
    forEachEdge: none,
    hasEdge: () => false,
    on: none,
    removeListener: none,
    // Sigma takes an object for a graph if it has these two.
    addUndirectedEdgeWithKey: stay,
    dropNode: stay,
  } as unknown as Graph;
}
