import { describe, expect, it } from "vitest";
import type { Maps } from "#atlas/method.ts";
import { defaultView } from "#atlas/view/view-address.ts";
import { roleMode } from "#color/modes/role.ts";
import type { ListedAtlas } from "../../../../src/compare/head-name.ts";
import {
  compareLinkNotes,
  copiedQuery,
  type LinkedSides,
} from "../../../../src/viewer/compare/compare-link.ts";
import { tableOf } from "../../../helpers/token-table.ts";

const MAPS: Maps = { methods: ["attention", "pca"], dims: [2] };
const NAMES = { a: "m/d/L0H0", b: "n/d/L0H1" };
const OLD = "0123456789ab";
const NEW = "ba9876543210";

function atlasOf(model: string, digest: string): ListedAtlas {
  return { model, dataset: "d", modelName: model, datasetName: "d", towers: [{ heads: [2] }], digest };
}

function sidesOf(digest: string): LinkedSides {
  return {
    a: { atlas: atlasOf("m", digest), table: tableOf(["the", "cat", "sat"], ["the", "dog"]) },
    b: { atlas: atlasOf("n", OLD), table: tableOf(["the", "cat"]) },
  };
}

/** A link to token 1, `cat`, of the first side. */
function linkOf(): string {
  const sides = sidesOf(OLD);
  const view = { ...defaultView(MAPS), color: "role", selected: { role: "query", token: 1 } as const };
  return copiedQuery({
    names: NAMES,
    compared: { view, selectedOn: "a", hasMoves: true },
    maps: MAPS,
    atlases: { a: sides.a.atlas, b: sides.b.atlas },
    table: sides.a.table,
    look: { theme: "dark" },
  });
}

describe("the copied link of a comparison", () => {
  it("names the map and the color, the data of both atlases and the selected text", () => {
    expect(linkOf()).toBe(
      `?a=m/d/L0H0&b=n/d/L0H1&moves=on&method=attention&color=role&select=q1&data=${OLD}-${OLD}&token=cat&theme=dark`,
    );
  });

  it("needs no word where the data are the same", () => {
    const notes = compareLinkNotes(linkOf(), sidesOf(OLD), MAPS, [roleMode]);
    expect(notes).toEqual({ problems: [], selectedOn: "a" });
  });

  it("says whose data are others now, and selects the nearest token of the same text", () => {
    const sides = sidesOf(NEW);
    const moved = { ...sides, a: { ...sides.a, table: tableOf(["a", "dog", "the", "cat"], ["cat"]) } };
    const notes = compareLinkNotes(linkOf(), moved, MAPS, [roleMode]);
    expect(notes.problems).toEqual([
      "The data of m/d have changed since this link was made, so its author may have seen something else.",
      "The query “cat” is in another place now; the nearest one is selected.",
    ]);
    expect(notes.selected).toEqual({ role: "query", token: 3 });
  });

  it("selects nothing where there is no such token, and quotes what means nothing", () => {
    const search = "?a=m/d/L0H0&b=n/d/L0H1&side=b&select=k77&data=x&token=%3Cb%3E&colour=role";
    const notes = compareLinkNotes(search, sidesOf(OLD), MAPS, [roleMode]);
    expect(notes.selected).toBeNull();
    expect(notes.selectedOn).toBe("b");
    expect(notes.problems[0]).toBe("n/d no longer has the key “<b>”, so nothing is selected.");
    expect(notes.problems[1]).toBe("“data=x” means nothing here.");
    expect(notes.problems[2]).toMatch(/^There is no “colour” here/);
  });
});
