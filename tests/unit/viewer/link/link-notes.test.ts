import { describe, expect, it } from "vitest";
import { linkNotes, type LinkedPage } from "#viewer/link/link-notes.ts";
import { manifestOf, TEXT } from "../../../helpers/tiny-tables.ts";
import { TOWERS_MANIFEST } from "../../../helpers/whole-manifest.ts";

const page: LinkedPage = { manifest: manifestOf(TEXT), table: TEXT, digest: "0123456789ab", stages: [] };
const said = (search: string, more: Partial<LinkedPage> = {}): string[] =>
  linkNotes(search, { ...page, ...more }).problems.map(({ said: words }) => words);
const selected = (search: string) => linkNotes(search, page).change.selected;

describe("a link to the data of the page", () => {
  it("has nothing to be said", () => {
    const link = "?method=umap&color=kind&select=q2&data=0123456789ab&token=+river&theme=dark";
    expect(linkNotes(link, page)).toEqual({ problems: [], change: {} });
  });

  it("selects what it says, whatever text it has", () => {
    expect(linkNotes("?select=q2&token=lake&data=0123456789ab", page)).toEqual({ problems: [], change: {} });
  });

  it("without a digest is compared with nothing", () => {
    expect(said("?select=q2&token=lake")).toEqual([]);
    expect(said("?select=q2&data=ffffffffffff", { digest: undefined })).toEqual([]);
  });
});

describe("a link to other data", () => {
  const other = "&data=ffffffffffff";

  it("is said to be one", () => {
    expect(said(`?method=umap${other}`)[0]).toMatch(/^The data of this atlas have changed since/);
    expect(linkNotes(`?legend=0_2${other}`, page).problems[0]?.note).toMatch(/legend/);
    expect(linkNotes(`?entry=story${other}`, page).problems[0]?.note).toBeUndefined();
  });

  it("selects the nearest token of the same text, and says so", () => {
    expect(said(`?select=q40&token=+the${other}`)[1]).toBe(
      "The query “ the” is in another place now; the nearest one is selected",
    );
    expect(selected(`?select=q40&token=+the${other}`)).toEqual({ role: "query", token: 7 });
    expect(selected(`?select=k0&token=+river${other}`)).toEqual({ role: "key", token: 2 });
  });

  it("selects the same token where it still has its text, or where the link does not say which", () => {
    for (const link of [`?select=q2&token=+river${other}`, `?select=q2${other}`]) {
      expect(said(link)).toHaveLength(1);
      expect(selected(link)).toBeUndefined();
    }
  });

  it("selects nothing where the text is gone", () => {
    expect(said(`?select=q2&token=lake${other}`)[1]).toBe(
      "This atlas no longer has the query “lake”, so nothing is selected",
    );
    expect(selected(`?select=q2&token=lake${other}`)).toBeNull();
  });
});

it("tokens that a link to other data leaves out are not left out", () => {
  const link = "?select=q2&hidden=q1_k3";
  expect(linkNotes(`${link}&data=ffffffffffff`, page).change).toEqual({ hidden: [] });
  expect(linkNotes(`${link}&data=0123456789ab`, page).change).toEqual({});
});

describe("a point that the atlas does not have", () => {
  it("is said, and not selected", () => {
    expect(said("?select=k99")).toEqual(["This atlas has no key 99, so nothing is selected"]);
    expect(selected("?select=k99")).toBeNull();
  });
});

describe("colors of a link", () => {
  it("are those of the head, with labels of the dataset", () => {
    expect(said("?color=kind")).toEqual([]);
    expect(said("?color=special")).toEqual([]);
    expect(said("?color=patch")).toHaveLength(1);
  });

  it("are known on the page of all heads without its tokens, and not at all where towers read their own", () => {
    expect(said("?color=special", { table: null })).toEqual([expect.stringContaining("were not drawn")]);
    expect(said("?color=colour", { table: null })).toHaveLength(1);
    expect(said("?color=colour", { table: null, manifest: TOWERS_MANIFEST })).toEqual([]);
  });
});

describe("a link to all heads in a color", () => {
  it("has nothing to be said where the pictures were drawn in it", () => {
    expect(said("?color=role", { table: null })).toEqual([]);
    expect(said("", { table: null })).toEqual([]);
  });

  it("is told that the pictures were not drawn in it, but heads have it", () => {
    const { problems } = linkNotes("?color=position", { ...page, table: null });
    expect(problems).toEqual([
      {
        said: "The pictures of all heads were not drawn in the color “position”, so they show queries and keys",
        note: "The page of a head has this color.",
      },
    ]);
  });

  it("is said once to be unknown where no head has the color", () => {
    expect(said("?color=colour", { table: null })).toHaveLength(1);
  });
});
