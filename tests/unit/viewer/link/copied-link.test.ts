import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWords } from "#atlas/link/link-words.ts";
import { defaultView, parseView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";
import { copiedLink } from "#viewer/link/copied-link.ts";
import { linkNotes } from "#viewer/link/link-notes.ts";
import type { Look } from "#viewer/link/look.ts";
import { manifestOf, TEXT } from "../../../helpers/tiny-tables.ts";

const manifest = manifestOf(TEXT);
const whole = defaultView(manifest);
const WHERE = "https://example.org/x/x/L0H0/";

/** The link of a view that is shown in the color of position, as the head opens. */
function linkOf(change: Partial<View>, look: Look = {}, digest?: string): string {
  const view = { ...whole, ...change };
  return copiedLink(
    WHERE,
    {
      viewer: { manifest, ...(digest === undefined ? {} : { digest }) },
      page: { state: { view }, files: { table: TEXT, selected: view.selected } },
      map: { view: { ...view, color: view.color === "auto" ? "position" : view.color } },
    },
    look,
  );
}

describe("a copied link", () => {
  it("names the map and the color that are shown, even if the page opens with them", () => {
    expect(linkOf({})).toBe(`${WHERE}?method=umap&color=position`);
  });

  it("has the digest of the data, the text of the selected token, and what its reader chose for all pages", () => {
    expect(
      linkOf({ selected: { role: "key", token: 2 } }, { theme: "dark", palette: "safe" }, "0123456789ab"),
    ).toBe(
      `${WHERE}?method=umap&color=position&select=k2&data=0123456789ab&token=+river&theme=dark&palette=safe`,
    );
  });

  it("gives the view that was shown, in which there is nothing to be said", () => {
    const change = fc.record<Partial<View>>({
      selected: fc.option(fc.record({ role: fc.constantFrom("query", "key"), token: fc.nat(7) })),
      search: fc.string({ unit: "grapheme", maxLength: 50 }),
      labels: fc.boolean(),
      letters: fc.boolean(),
      lines: fc.nat(32),
      onlyRole: fc.constantFrom("query", "key", null),
      only: fc.uniqueArray(fc.nat(20)),
      panel: fc.constantFrom("text", "matrix"),
    });
    fc.assert(
      fc.property(change, (changed) => {
        const { search } = new URL(linkOf(changed, { theme: "light" }, "0123456789ab"));
        expect(parseView(search, manifest)).toEqual({ ...whole, ...changed, color: "position" });
        expect(readWords(search)).toMatchObject({ data: "0123456789ab", theme: "light" });
        const notes = linkNotes(search, { manifest, table: TEXT, digest: "0123456789ab", stages: [] });
        expect(notes).toEqual({ problems: [], change: {} });
      }),
    );
  });
});
