import { describe, expect, it } from "vitest";
import { changeView, defaultView, formatView, parseView } from "#atlas/view/view-address.ts";
import { VIEW_FIELDS } from "#atlas/view/view-fields.ts";
import type { View } from "#atlas/view/view.ts";

const maps = { methods: ["umap", "tsne"], dims: [2, 3] } as const;
const plain = defaultView(maps);
const address = (changes: Partial<View>): string => formatView({ ...plain, ...changes }, maps);

describe("fields of the view", () => {
  it.each([
    [{ labels: false }, "?names=off"],
    [{ letters: true }, "?letters=on"],
    [{ sizeByNorm: true }, "?size=norm"],
    [{ byValue: true }, "?weights=by-value"],
    [{ camera: { x: 0.5, y: -0.25, zoom: 2, turned: null } }, "?camera=0.5_-0.25_2"],
    [{ alignedTo: "tiny-gpt-step-0100" }, "?aligned-to=tiny-gpt-step-0100"],
    [{ tour: { tour: "query-and-key", step: 2 } }, "?tour=query-and-key-2"],
    [
      {
        hidden: [
          { role: "query", token: 7 },
          { role: "key", token: 12 },
        ],
      },
      "?hidden=q7_k12",
    ],
    [{ pictureLines: 40, pictureWeight: 10 }, "?picture-lines=40&picture-weight=10"],
    [{ onlyRole: "key" }, "?role=key"],
    [{ only: ["story"] }, "?entry=story"],
    [{ only: [3, "story"] }, "?legend=3&entry=story"],
  ] as const)("%j stand in an address as %s, and are read from there", (changes, text) => {
    expect(address(changes)).toBe(text);
    expect(parseView(text, maps)).toEqual({ ...plain, ...changes });
  });

  it("take no other word for their own", () => {
    expect(parseView("?t=1&z=yes&u=&r=x&v=1&b=../x&g=sink-0", maps)).toEqual(plain);
    expect(
      parseView("?letters=1&size=yes&weights=&role=x&camera=1&aligned-to=../x&tour=sink-0&names=no", maps),
    ).toEqual(plain);
  });

  it("are read by their long names first, and by a short one where the long one has no value that can be read", () => {
    expect(parseView("?m=umap&method=tsne", maps).method).toBe("tsne");
    expect(parseView("?method=nonsense&m=tsne", maps).method).toBe("tsne");
    expect(parseView("?method=tsne&m=nonsense", maps).method).toBe("tsne");
  });

  it("have names of their own, each of which belongs to one field", () => {
    const long = Object.values(VIEW_FIELDS).map(({ names }) => names[0]);
    expect(new Set(long).size).toBe(long.length);
    for (const name of long) expect(name.length, name).toBeGreaterThan(3);
    for (const name of long) expect(name).toMatch(/^[a-z]+(-[a-z]+)?$/);
    const all = Object.values(VIEW_FIELDS).flatMap(({ names }) => names);
    // Only `b` has belonged to two fields, one after the other; their values differ.
    expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual(["b"]);
  });

  it("are written where they are asked for, even as a page opens", () => {
    expect(formatView(plain, maps, ["method", "color"])).toBe("?method=umap&color=auto");
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
