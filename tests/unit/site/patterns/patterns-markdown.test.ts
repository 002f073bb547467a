import { marked, type Tokens } from "marked";
import { describe, expect, it } from "vitest";
import type { PatternsManifest } from "#atlas/patterns/patterns.ts";
import { patternsHeadMarkdown, patternsMarkdown } from "../../../../src/site/patterns/patterns-markdown.ts";
import { patternSequence } from "../../../helpers/pattern-sequence.ts";
import { toyPatterns } from "../../../helpers/toy-patterns.ts";

const absolute = (path: string): string => `https://a.example${path}`;
const twin = (manifest: PatternsManifest) => ({
  manifest,
  base: "/maps/",
  absolute,
  citation: "A tree. 2026.",
});

function tablesOf(text: string): string[][][] {
  const tables = marked.lexer(text).filter(({ type }) => type === "table") as Tokens.Table[];
  return tables.map(({ rows }) => rows.map((cells) => cells.map((cell) => cell.text)));
}

describe("the Markdown twin of an atlas without maps", () => {
  it("lists all heads with their numbers, and says that there is no map", () => {
    const text = patternsMarkdown(twin(toyPatterns));
    expect(tablesOf(text)).toEqual([
      [
        [
          "[L0H0](https://a.example/maps/toy/lines/L0H0.md)",
          "0.750",
          "none",
          "Most attention goes to the token before: 75 % on average.",
        ],
        ["[L0H1](https://a.example/maps/toy/lines/L0H1.md)", "0.100", "12.5", ""],
      ],
    ]);
    expect(text).toContain("No map: this export has no vectors.");
    expect(text).toContain("(https://a.example/maps/atlas/toy/lines/manifest.json)");
  });

  it("has a twin for each head, with its numbers and strongest links", () => {
    const sequence = patternSequence(3, [[1, 1, 0.4], [2, 1, 0.9]], { id: 7 }); // prettier-ignore
    const text = patternsHeadMarkdown(twin(toyPatterns), toyPatterns.heads[0]!, {
      v: 1,
      sequences: [sequence],
    });
    const [numbers, links] = tablesOf(text);
    expect(numbers).toEqual([
      ["prev_token_score", "0.750", "Mean weight on the token before."],
      ["logit_std", "none", ""],
    ]);
    expect(links).toEqual([
      ["t2", "t1", "0.90", "7", "2, 1"],
      ["t1", "t1", "0.40", "7", "1, 1"],
    ]);
    expect(text).toContain("(https://a.example/maps/atlas/toy/lines/heads/L0H0/patterns.json)");
    expect(patternsHeadMarkdown(twin(toyPatterns), toyPatterns.heads[0]!, null)).not.toContain("Strongest");
  });

  it("shows names and tokens as text, whatever they are", () => {
    const evil = "<script> | [a](javascript:b)\n\n# big";
    const manifest = {
      ...toyPatterns,
      model: { ...toyPatterns.model, name: evil, description: evil },
      numbers: [{ name: evil, meaning: evil }, toyPatterns.numbers[1]!],
    };
    const sequence = patternSequence(2, [[1, 1, 0.4]], { tokens: ["a", evil] });
    for (const text of [
      patternsMarkdown(twin(manifest)),
      patternsHeadMarkdown(twin(manifest), manifest.heads[0]!, { v: 1, sequences: [sequence] }),
    ]) {
      const html = marked.parse(text, { async: false });
      expect(html).not.toMatch(/<script|href="javascript/);
      expect(html.match(/<h1>/g)).toHaveLength(1);
    }
  });
});
