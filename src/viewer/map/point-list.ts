import type Graph from "graphology-types";

/** All points lie at the middle for Sigma: our own program knows where they are drawn. */
const MIDDLE = { x: 0, y: 0 };

/**
 * The points of a map as the graph that Sigma reads: numbered nodes that never change, and no edges. A library of graphs
 * would keep a record of every node, and would be a tenth of the scripts that the first map needs.
 */
class PointList {
  readonly multi = false;
  readonly order: number;
  readonly #names: readonly string[];

  constructor(nPoints: number) {
    this.order = nPoints;
    this.#names = Array.from({ length: nPoints }, (_, i) => String(i));
  }

  nodes(): readonly string[] {
    return this.#names;
  }

  forEachNode(visit: (name: string, attributes: object) => void): void {
    for (const name of this.#names) visit(name, MIDDLE);
  }

  getNodeAttributes(): object {
    return MIDDLE;
  }

  hasNode(name: unknown): boolean {
    const i = Number(name);
    return Number.isInteger(i) && i >= 0 && i < this.order;
  }

  edges(): readonly string[] {
    return [];
  }

  forEachEdge(): void {
    // There are none.
  }

  hasEdge(): boolean {
    return false;
  }

  on(): void {
    // Nothing ever happens to the list.
  }

  removeListener(): void {
    // Nobody listens.
  }

  // Sigma takes an object for a graph if it has these two.
  addUndirectedEdgeWithKey(): never {
    throw new Error("points have no edges");
  }

  dropNode(): never {
    throw new Error("points stay");
  }
}

/** @returns What Sigma needs of a graph, with `nPoints` nodes that are named by their numbers. */
export function pointGraph(nPoints: number): Graph {
  return new PointList(nPoints) as unknown as Graph;
}
