import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";
import { describe, expect, it } from "vitest";
import { citationOf, type Citation } from "../../../../src/atlas/citation/citation.ts";
import { CITATION_FORMATS } from "../../../../src/atlas/citation/formats.ts";
import { NO_WORDS, type SiteWords } from "../../../../src/atlas/citation/site-words.ts";
import { WHOLE_MANIFEST } from "../../../helpers/whole-manifest.ts";

/** Names that would end a field, begin a command, or be markup, if a format did not escape them. */
const HOSTILE = [
  "Plain",
  '"quoted", and braced {',
  "} ends { nothing }}",
  "\\input{/etc/passwd} $x_1^{2}$ 100% #1 ~ & | <b>bold</b> `x`",
  "@misc{other, title = {fake}}",
  "ER  - \r\nTY  - BOOK\r\nTI  - fake",
  "</script><script>alert(1)</script>",
  "שלום 日本語 👩‍👩‍👧 ünïcödé",
];
const SITE: SiteWords = {
  title: "Maps & minds",
  authors: [{ given: "Ada", family: "Lovelace" }, { name: "Rock and Roll" }],
  date: "2026-11-30",
  publisher: "Example Press",
  doi: "10.5281/zenodo.1_2",
};

function cite(name: string, site = SITE): Citation {
  const { model } = WHOLE_MANIFEST;
  const manifest = { ...WHOLE_MANIFEST, model: { ...model, slug: "m", name } };
  const url = "https://a.example/~x_y/m/x/L0H1/";
  return citationOf({ manifest, head: "L0H1", digest: "aaaabbbbcccc", url }, site);
}

const READERS: Readonly<Record<string, string>> = {
  bib: "@biblatex/text",
  json: "@else/json",
  ris: "@ris/file",
};

/** What an independent reader makes of a format: the one item of it, in CSL. */
function read(ending: string, citation: Citation): Record<string, unknown> {
  const format = CITATION_FORMATS.find((each) => each.ending === ending);
  const items = new Cite(format?.write(citation), { forceType: READERS[ending] ?? "" }).data;
  expect(items).toHaveLength(1);
  return items[0] ?? {};
}

describe.each(["bib", "json", "ris"])("a citation as .%s", (ending) => {
  it.each(HOSTILE)("gives an independent reader every field, of a model named %j", (name) => {
    const citation = cite(name);
    expect(read(ending, citation)).toMatchObject({
      id: "m-x-L0H1",
      type: ending === "bib" ? "document" : "dataset",
      title: citation.title,
      publisher: "Example Press",
      version: "aaaabbbbcccc",
      DOI: "10.5281/zenodo.1_2",
      URL: citation.url,
      note: citation.note,
    });
  });

  it("keeps people apart from organizations, and their names together", () => {
    const [person, organization] = read(ending, cite("Plain"))["author"] as Record<string, string>[];
    expect(person).toEqual({ given: "Ada", family: "Lovelace" });
    expect(Object.values(organization ?? {})).toEqual(["Rock and Roll"]);
  });

  it.each([
    ["2026", [2026]],
    ["2026-02", [2026, 2]],
  ])("knows the date %s", (date, parts) => {
    expect(read(ending, cite("Plain", { ...SITE, date }))["issued"]).toEqual({ "date-parts": [parts] });
  });

  it("leaves out what a site does not say", () => {
    const item = read(ending, cite("Plain", NO_WORDS));
    for (const field of ["author", "issued", "DOI"]) expect(item[field]).toBeUndefined();
    expect(item["title"]).toBe("Attention head L0H1 of Plain on X");
  });
});

describe("entries of BibTeX", () => {
  it.each(HOSTILE)("have balanced braces, as BibTeX counts them, of a model named %j", (name) => {
    const text = CITATION_FORMATS[0].write(cite(name));
    expect(text.split("{")).toHaveLength(text.split("}").length);
    expect(text.match(/^@/gm)).toHaveLength(1);
  });
});

describe("lines of RIS", () => {
  it.each(HOSTILE)("begin with a tag, and there is one end, of a model named %j", (name) => {
    const lines = CITATION_FORMATS[2].write(cite(name)).split("\r\n").slice(0, -1);
    for (const line of lines) expect(line).toMatch(/^[A-Z][A-Z0-9] {2}- [^\r\n]*$/);
    expect(lines.filter((line) => line.startsWith("ER"))).toHaveLength(1);
  });
});
