import { marked, type Tokens } from "marked";
import { expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { atlasMarkdown } from "../../../../src/site/markdown/atlas-markdown.ts";
import { toyFacts } from "../../../helpers/head-facts.ts";
import { head } from "../../../helpers/read-heads.ts";

const { manifest } = toyFacts;
const options = { absolute: (path: string) => `https://a.example${path}`, citation: "" };
const rows = new Map<string, HeadNumbers>([["L1H0", head({ previous: 0.9 }, {}, "L1H0")]]);

it("lists every head with what it does and where its twin is", () => {
  const text = atlasMarkdown(manifest, rows, "/maps/", options);
  const table = marked.lexer(text).find(({ type }) => type === "table") as Tokens.Table;
  expect(table.rows.map(([name, says]) => [name?.text, says?.text])).toEqual([
    ["[L0H0](https://a.example/maps/toy/lines/L0H0.md)", ""],
    ["[L0H1](https://a.example/maps/toy/lines/L0H1.md)", ""],
    ["[L1H0](https://a.example/maps/toy/lines/L1H0.md)", expect.stringContaining("previous token: 90 %")],
    ["[L1H1](https://a.example/maps/toy/lines/L1H1.md)", ""],
  ]);
  expect(text).toContain("# Toy on Lines\n");
  expect(text).toContain("2 layers of 2 heads");
  expect(text).toContain("(https://a.example/maps/atlas/toy/lines/heads.json)");
});

it("shows names as text, whatever they are", () => {
  const evil = "<script> | [a](javascript:b)\n\n# big";
  const { model, dataset } = manifest;
  const named = {
    ...manifest,
    model: { ...model, name: evil, description: evil },
    dataset: { ...dataset, name: evil, description: evil },
  };
  const html = marked.parse(atlasMarkdown(named, rows, "/", options), { async: false });
  expect(html).not.toMatch(/<script|href="javascript/);
  expect(html.match(/<h1>/g)).toHaveLength(1);
});
