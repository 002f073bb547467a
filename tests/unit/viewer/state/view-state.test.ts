import { describe, expect, it } from "vitest";
import { INITIAL, reduce } from "#viewer/state/view-state.ts";

const query = { role: "query", token: 4 } as const;
const key = { role: "key", token: 7 } as const;

describe("what the panel changes", () => {
  it("the way the sequence is shown, and what is left out", () => {
    const matrix = reduce(INITIAL, { type: "panel", panel: "matrix" });
    expect(matrix.view.panel).toBe("matrix");
    expect(reduce(matrix, { type: "panel", panel: "matrix" })).toBe(matrix);
    const first = reduce(matrix, { type: "leftOut", leftOut: "first" });
    expect(first.view).toEqual({ ...matrix.view, leftOut: "first" });
    expect(reduce(first, { type: "leftOut", leftOut: "first" })).toBe(first);
  });

  it("both ends of a weight, and whose words they need", () => {
    const both = reduce(INITIAL, { type: "hoverPanel", point: query, partner: key });
    expect(both).toMatchObject({ hover: query, partner: key, isFromPanel: true });
    expect(reduce(both, { type: "hoverPanel", point: { ...query }, partner: { ...key } })).toBe(both);
    expect(reduce(both, { type: "hover", point: query })).toMatchObject({
      hover: query,
      partner: null,
      isFromPanel: false,
    });
    expect(reduce(both, { type: "hoverPanel", point: null })).toEqual(INITIAL);
    expect(reduce(both, { type: "restore", view: INITIAL.view })).toEqual(INITIAL);
  });
});
