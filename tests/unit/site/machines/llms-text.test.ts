import { marked, type Tokens } from "marked";
import { expect, it } from "vitest";
import { llmsText, type LlmsSource } from "../../../../src/site/machines/llms-text.ts";

const source: LlmsSource = {
  title: "Maps",
  summary: "Maps of heads.",
  details: ["Scores stand beside chance."],
  sections: [
    {
      title: "Atlases",
      links: [{ title: "Toy", address: "https://a.example/toy/lines.md", says: "A toy." }],
    },
    { title: "Heads", links: [] },
    { title: "Optional", links: [{ title: "More", address: "/more/", says: "" }] },
  ],
};

it("is a title, a summary, and lists of links, by hand", () => {
  expect(llmsText(source)).toBe(`# Maps

> Maps of heads.

Scores stand beside chance.

## Atlases

- [Toy](https://a.example/toy/lines.md): A toy.

## Optional

- [More](/more/)
`);
});

it("keeps the order of llmstxt.org, whatever the names are", () => {
  const evil = "x](javascript:1)\n## y\n- [z](w) <b> | `";
  const tokens = marked.lexer(
    llmsText({
      ...source,
      title: evil,
      summary: evil,
      details: [evil],
      sections: [{ title: evil, links: [{ title: evil, address: "/a/", says: evil }] }],
    }),
  );
  const kinds = tokens.filter(({ type }) => type !== "space").map(({ type }) => type);
  expect(kinds).toEqual(["heading", "blockquote", "paragraph", "heading", "list"]);
  const { items } = tokens.find(({ type }) => type === "list") as Tokens.List;
  expect(items).toHaveLength(1);
  expect(JSON.stringify(items).match(/"href":"[^"]*"/g)).toEqual(['"href":"/a/"']);
});
