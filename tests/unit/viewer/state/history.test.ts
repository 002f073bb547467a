import { describe, expect, it } from "vitest";
import { defaultView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";
import { isNewEntry, stepsBetween } from "#viewer/state/history.ts";

const view = defaultView({ methods: ["umap", "tsne"], dims: [2, 3] });
const changed = (change: Partial<View>): string[] => stepsBetween(view, { ...view, ...change });

describe("stepsBetween", () => {
  it("names what a reader would go back from", () => {
    expect(changed({ method: "tsne", dim: 3 })).toEqual(["method", "dim"]);
    expect(changed({ color: "position", search: "river" })).toEqual(["color", "search"]);
    expect(changed({ tiles: "pattern" })).toEqual(["tiles"]);
    expect(changed({ selected: { role: "key", token: 4 } })).toEqual(["selected"]);
    expect(changed({ only: [0], onlyRole: "key" })).toEqual(["onlyRole", "only"]);
  });

  it("finds nothing in sliders and switches, and nothing in an equal view", () => {
    expect(changed({ lines: 3, leastWeight: 0.2, labels: false, sizeByNorm: true })).toEqual([]);
    expect(changed({ only: [], selected: null })).toEqual([]);
  });
});

describe("isNewEntry", () => {
  it("gives every step an entry, and no entry to nothing", () => {
    expect(isNewEntry(["color"], ["color"])).toBe(true);
    expect(isNewEntry([], null)).toBe(false);
  });

  it("makes one entry of a search that is typed letter by letter, until something else comes between", () => {
    expect(isNewEntry(["search"], null)).toBe(true);
    expect(isNewEntry(["search"], ["search"])).toBe(false);
    expect(isNewEntry(["search"], ["selected"])).toBe(true);
    expect(isNewEntry(["selected", "search"], ["search"])).toBe(true);
  });
});
