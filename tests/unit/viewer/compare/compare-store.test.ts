import { describe, expect, it, vi } from "vitest";
import type { Maps } from "#atlas/method.ts";
import { createCompareStore, type CompareStore } from "#viewer/compare/compare-store.ts";
import { initialState } from "#viewer/state/view-state.ts";
import { parseCompare } from "../../../../src/compare/compare-address.ts";
import { linkTokens } from "../../../../src/compare/token-links.ts";
import { tableOf } from "../../../helpers/token-table.ts";

const MAPS: Maps = { methods: ["attention", "umap"], dims: [2] };
const GPT = tableOf(["<|end|>", "The", " river", " runs"]);
const BERT = tableOf([" [CLS]", " the", " ri", "ver", " runs", " [SEP]"]);
const sides = {
  a: { table: GPT, patches: null, dataset: { kind: "text", digest: "d" } },
  b: { table: BERT, patches: null, dataset: { kind: "text", digest: "d" } },
} as const;

function opened(search = "", isLinked = true): CompareStore {
  const store = createCompareStore(initialState(MAPS), parseCompare(search, MAPS));
  if (isLinked) store.set({ linked: { links: linkTokens(sides.a, sides.b), sides } });
  return store;
}

describe("the state of two sides", () => {
  it("carries what is pointed at to the other side, in both directions", () => {
    const { sides: two } = opened();
    two.a.dispatch({ type: "hover", point: { role: "key", token: 2 } });
    // Of “river”, most letters are in “ver”.
    expect(two.b.get().hover).toEqual({ role: "key", token: 3 });
    two.b.dispatch({ type: "hover", point: { role: "query", token: 4 } });
    expect(two.a.get().hover).toEqual({ role: "query", token: 3 });
    two.b.dispatch({ type: "hover", point: null });
    expect([two.a.get().hover, two.b.get().hover]).toEqual([null, null]);
  });

  it("carries a selection, and says on which side it was made", () => {
    const store = opened();
    store.sides.b.dispatch({ type: "set", change: { selected: { role: "query", token: 2 } } });
    expect(store.sides.a.get().view.selected).toEqual({ role: "query", token: 2 });
    expect(store.get().selectedOn).toBe("b");
    expect(store.get().view.selected).toEqual({ role: "query", token: 2 });
    // What is hovered on one side leaves the selection that was made on the other.
    store.sides.a.dispatch({ type: "hover", point: { role: "key", token: 1 } });
    expect(store.get()).toMatchObject({ selectedOn: "b", hoveredOn: "a" });
  });

  it("has nothing on the other side for what has no counterpart there", () => {
    const { sides: two } = opened();
    two.b.dispatch({ type: "set", change: { selected: { role: "key", token: 0 } } });
    expect(two.a.get().view.selected).toBeNull();
    expect(two.b.get().view.selected).toEqual({ role: "key", token: 0 });
  });

  it("shows both sides the same method, color and search", () => {
    const { sides: two } = opened();
    two.b.dispatch({ type: "set", change: { method: "umap", color: "position", search: "river" } });
    expect(two.a.get().view).toMatchObject({ method: "umap", color: "position", search: "river" });
  });

  it("finds the counterpart of a linked point once the tokens are known", () => {
    const store = opened("?side=b&select=q4", false);
    expect(store.sides.a.get().view.selected).toBeNull();
    store.set({ linked: { links: linkTokens(sides.a, sides.b), sides } });
    expect(store.sides.a.get().view.selected).toEqual({ role: "query", token: 3 });
  });

  it("keeps the state of a side to which nothing has happened", () => {
    const { sides: two, set } = opened();
    two.a.dispatch({ type: "hover", point: { role: "key", token: 2 } });
    const [before, heard] = [two.b.get(), vi.fn()];
    two.b.subscribe(heard);
    // The same point again, and a change that is no part of a side.
    two.a.dispatch({ type: "hover", point: { role: "key", token: 2 } });
    expect(heard).not.toHaveBeenCalled();
    set({ hasMoves: true });
    expect(heard).toHaveBeenCalledOnce();
    expect(two.b.get()).toBe(before);
  });
});
