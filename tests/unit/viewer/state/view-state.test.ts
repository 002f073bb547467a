import { describe, expect, it } from "vitest";
import { METHODS } from "#atlas/method.ts";
import { defaultView } from "#atlas/view/view-address.ts";
import type { PlacedEntry } from "#color/filter-points.ts";
import { initialState, reduce, type Action, type ViewState } from "#viewer/state/view-state.ts";

const maps = { methods: METHODS, dims: [2, 3] } as const;
const start = initialState(maps);
const word = { place: 0, key: "word" };
const number = { place: 3, key: "number" };
const press = (entry: PlacedEntry): Action => ({ type: "only", entry, color: "kind" });
const after = (...actions: Action[]): ViewState => actions.reduce(reduce, start);

describe("the legend", () => {
  it("presses and releases its entries", () => {
    const pressed = after(press(word), press(number));
    expect(pressed.view.only).toEqual([0, 3]);
    expect(reduce(pressed, press(word)).view.only).toEqual([3]);
  });

  it("keeps the color of a pressed entry, for the next head may open in another one", () => {
    expect(start.view.color).toBe("auto");
    expect(after(press(word)).view.color).toBe("kind");
  });

  it("releases an entry that an old link pressed by its key", () => {
    const restored = after({ type: "restore", view: { ...start.view, only: ["number", "word"] } });
    expect(reduce(restored, press(word)).view.only).toEqual(["number"]);
    const other = { place: 1, key: "other" };
    expect(reduce(restored, press(other)).view.only).toEqual(["number", "word", 1]);
  });

  it("shows only queries or only keys, and on the second press both", () => {
    const queries = after({ type: "onlyRole", role: "query" });
    expect(queries.view.onlyRole).toBe("query");
    expect(reduce(queries, { type: "onlyRole", role: "key" }).view.onlyRole).toBe("key");
    expect(reduce(queries, { type: "onlyRole", role: "query" }).view.onlyRole).toBeNull();
  });

  it("forgets its entries with its colors, but keeps the role", () => {
    const { view } = after(
      press(word),
      { type: "onlyRole", role: "key" },
      { type: "set", change: { color: "position" } },
    );
    expect([view.only, view.onlyRole]).toEqual([[], "key"]);
  });

  it("shows all again, and is the same state where it does already", () => {
    const { view } = after(press(number), { type: "onlyRole", role: "key" }, { type: "showAll" });
    expect(view).toEqual({ ...defaultView(maps), color: "kind" });
    expect(reduce(start, { type: "showAll" })).toBe(start);
  });
});

const query = { role: "query", token: 4 } as const;
const key = { role: "key", token: 7 } as const;

describe("what the panel changes", () => {
  it("the way the sequence is shown, and what is left out", () => {
    const matrix = reduce(start, { type: "set", change: { panel: "matrix" } });
    expect(matrix.view.panel).toBe("matrix");
    expect(reduce(matrix, { type: "set", change: { panel: "matrix" } })).toBe(matrix);
    const first = reduce(matrix, { type: "set", change: { leftOut: "first" } });
    expect(first.view).toEqual({ ...matrix.view, leftOut: "first" });
    expect(reduce(first, { type: "set", change: { leftOut: "first" } })).toBe(first);
  });

  it("both ends of a weight, and whose words they need", () => {
    const both = reduce(start, { type: "hoverPanel", point: query, partner: key });
    expect(both).toMatchObject({ hover: query, partner: key, isFromPanel: true });
    expect(reduce(both, { type: "hoverPanel", point: { ...query }, partner: { ...key } })).toBe(both);
    expect(reduce(both, { type: "hover", point: query })).toMatchObject({
      hover: query,
      partner: null,
      isFromPanel: false,
    });
    expect(reduce(both, { type: "hoverPanel", point: null })).toEqual(start);
    expect(reduce(both, { type: "restore", view: start.view })).toEqual(start);
  });
});

describe("the keyboard's cursor", () => {
  it("walks until a pointer points, and is no other state where nothing changes", () => {
    const walking = reduce(start, { type: "hover", point: query, isWalking: true });
    expect(walking).toMatchObject({ hover: query, isWalking: true });
    expect(reduce(walking, { type: "hover", point: query, isWalking: true })).toBe(walking);
    expect(reduce(walking, { type: "hover", point: key })).toMatchObject({ hover: key, isWalking: false });
  });
});

describe("how the map is drawn", () => {
  it("changes what it is told to, and turns in this visit only", () => {
    const drawn = after({ type: "set", change: { letters: true, contours: "on" } });
    expect(drawn.view).toEqual({ ...start.view, letters: true, contours: "on" });
    const turning = reduce(drawn, { type: "turning", isOn: true });
    expect(turning.isTurning).toBe(true);
    expect(turning.view).toBe(drawn.view);
  });

  it("keeps the camera until the number of axes changes, and is the same state where the map has not moved", () => {
    const camera = { x: 0.1, y: 0, zoom: 2, turned: null };
    const seen = after({ type: "set", change: { camera } });
    expect(reduce(seen, { type: "set", change: { method: "pca" } }).view.camera).toEqual(camera);
    expect(reduce(seen, { type: "set", change: { camera: { ...camera } } })).toBe(seen);
    expect(reduce(seen, { type: "set", change: { dim: 3 } }).view.camera).toBeNull();
  });
});
