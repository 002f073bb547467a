import { describe, expect, it } from "vitest";
import { changeView, defaultView, formatView, parseView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";

const maps = { methods: ["umap", "tsne"], dims: [2, 3] } as const;
const plain = defaultView(maps);
const address = (changes: Partial<View>): string => formatView({ ...plain, ...changes }, maps);

describe("fields of the view", () => {
  it.each([
    [{ letters: true }, "?t=letters"],
    [{ sizeByNorm: true }, "?z=norm"],
    [{ byValue: true }, "?u=value"],
    [{ camera: { x: 0.5, y: -0.25, zoom: 2, turned: null } }, "?v=0.5_-0.25_2"],
    [{ onlyRole: "key" }, "?r=k"],
    [{ only: ["story"] }, "?f=story"],
    [{ only: [3, "story"] }, "?e=3&f=story"],
  ] as const)("%j stand in an address as %s, and are read from there", (changes, text) => {
    expect(address(changes)).toBe(text);
    expect(parseView(text, maps)).toEqual({ ...plain, ...changes });
  });

  it("take no other word for their own", () => {
    expect(parseView("?t=1&z=yes&u=&r=x&v=1", maps)).toEqual(plain);
  });

  it("change with every part of them", () => {
    const selected = { ...plain, selected: { role: "query", token: 3 }, only: [1] } as const;
    expect(changeView(selected, { selected: { role: "key", token: 3 } }).selected?.role).toBe("key");
    expect(changeView(selected, { selected: { role: "query", token: 4 } }).selected?.token).toBe(4);
    expect(changeView(selected, { only: [2] }).only).toEqual([2]);
    expect(changeView(selected, { selected: { role: "query", token: 3 }, only: selected.only })).toBe(
      selected,
    );
  });
});
