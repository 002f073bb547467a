import { describe, expect, it } from "vitest";
import { METHODS } from "#atlas/method.ts";
import { defaultView } from "#atlas/view.ts";
import { reduce, type Action, type ViewState } from "#viewer/state/view-state.ts";

const start: ViewState = { view: defaultView(METHODS), hover: null, isHelpOpen: false, isOutlining: false };
const after = (...actions: Action[]): ViewState => actions.reduce(reduce, start);

describe("the legend", () => {
  it("presses and releases its entries", () => {
    const pressed = after({ type: "only", entry: "word" }, { type: "only", entry: "number" });
    expect(pressed.view.only).toEqual(["word", "number"]);
    expect(reduce(pressed, { type: "only", entry: "word" }).view.only).toEqual(["number"]);
  });

  it("shows only queries or only keys, and on the second press both", () => {
    const queries = after({ type: "onlyRole", role: "query" });
    expect(queries.view.onlyRole).toBe("query");
    expect(reduce(queries, { type: "onlyRole", role: "key" }).view.onlyRole).toBe("key");
    expect(reduce(queries, { type: "onlyRole", role: "query" }).view.onlyRole).toBeNull();
  });

  it("forgets its entries with its colors, but keeps the role", () => {
    const { view } = after(
      { type: "only", entry: "word" },
      { type: "onlyRole", role: "key" },
      { type: "color", color: "position" },
    );
    expect([view.only, view.onlyRole]).toEqual([[], "key"]);
  });

  it("shows all again, and is the same state where it does already", () => {
    const { view } = after(
      { type: "only", entry: "a" },
      { type: "onlyRole", role: "key" },
      { type: "showAll" },
    );
    expect(view).toEqual(defaultView(METHODS));
    expect(reduce(start, { type: "showAll" })).toBe(start);
  });
});
