import { marked } from "marked";
import { expect, it } from "vitest";
import type { HeadFacts } from "../../../../src/site/facts/head-facts.ts";
import { headMarkdown, twinOf } from "../../../../src/site/markdown/head-markdown.ts";
import { toyFacts } from "../../../helpers/head-facts.ts";

const absolute = (path: string): string => `https://a.example${path}`;
const twin = (facts: HeadFacts): string => headMarkdown(facts, { absolute, citation: "" });

it("says what the page of the head says, by hand", () => {
  expect(twin(toyFacts)).toBe(`# Toy L1H0

Attention head L1H0 of Toy on Lines. [The page with its map](https://a.example/toy/lines/L1H0/)

Looks one back: 75 % of its attention (chance 8 %). Its map is sorted by position.

![Map of L1H0: queries as discs and keys as rings](https://a.example/atlas/toy/lines/heads/L1H0/umap2.webp)

## Claims

- ✓ [L1H0 looks back](https://a.example/claims/#toy.back): Previous token 0.75
- ✗ [L1H0 copies](https://a.example/claims/#toy.copies): is false, Induction 0.20

## What this head does

| Measure | Score | What it is |
| --- | --: | --- |
| Previous token | 0.75 (chance 0.08) | mean weight on it |
| Induction | – | not measured |

## All measures

| Measure | Number | Chance |
| --- | --: | --: |
| [Previous token](https://a.example/measures/previous/) | 0.75 | 0.08 |
| [Entropy (HeadVis)](https://a.example/measures/headvis.pattern_entropy/) | 1.25 |  |

## Strongest pairs

The query of each pair attends to the key with this weight, out of 1. Sequences and positions are counted from 0.

| Query | Key | Weight | Sequence | Positions |
| --- | --- | --: | --: | --: |
| cat | the | 0.99 | 1 | 5, 4 |

## What it feeds, and what feeds it

By the weight matrices alone: the strongest links above those of random matrices of the same shapes.

| This head | Head | Link | Number | Random |
| --- | --- | --- | --: | --: |
| is fed by | L0H1 | K-composition | 0.131 | 0.088 |

## How far the maps can be trusted

UMAP 2-D, shown first. Trustworthiness 0.93 (chance 0.50): fine.

| Map | trustworthiness (chance 0.50) | nearness |
| --- | --: | --: |
| UMAP 2-D | 0.93 | 0.40 (chance 0.19) |

## Heads like this one

Species: Previous token 73 %, First token 16 %.

Distance of patterns: 0 is alike, 1 never at the same place. Typical is the median of all pairs.

- [L1H1](https://a.example/toy/lines/L1H1.md): 0.20 (typical 0.50). Looks one back, too.
- [Other L0H0](https://a.example/other/lines/L0H0.md): 0.31 (typical 0.62)

## Other heads

- Next head: [Toy L1H1](https://a.example/toy/lines/L1H1.md). Looks at itself.
- On Songs: [Toy L1H0](https://a.example/toy/songs/L1H0.md)

## Files

- [Attention](https://a.example/atlas/toy/lines/heads/L1H0/attention.json)

## Where it comes from

Lines: 2 sequences, 9 tokens. Attention recomputed from what is shown agrees with the model to 2e-7.

- Model: Toy; license MIT; sha-256 ${"a".repeat(64)}
- Dataset: Lines; license CC0-1.0; sha-256 ${"b".repeat(64)}
- Build: ${"c".repeat(64)}
`);
});

it("leaves out what is not known", () => {
  const text = twin({
    ...toyFacts,
    claims: [],
    reading: [],
    habits: [],
    measures: [],
    alike: { here: [], elsewhere: [] },
    species: [],
    maps: null,
    pairs: [],
    related: [],
    links: null,
  });
  expect(text.match(/^#+ .*/gm)).toEqual(["# Toy L1H0", "## Files", "## Where it comes from"]);
  expect(text).not.toContain("undefined");
});

it("says why links of a head are not known", () => {
  const text = twin({ ...toyFacts, links: { feeds: [], fedBy: [], unread: "its projections are fused." } });
  expect(text).toContain(
    "\n\n## What it feeds, and what feeds it\n\nNot known: its projections are fused.\n\n",
  );
});

it("ends with how to cite the head", () => {
  const text = headMarkdown(toyFacts, { absolute, citation: "```bibtex\n@misc{x}\n```" });
  expect(text).toContain("\n\n## Cite\n\n```bibtex\n@misc{x}\n```\n\n## Where");
});

it("shows names and tokens as text, whatever they are", () => {
  const evil = "<img src=x onerror=alert(1)> | [a](javascript:b)\n\n# big `x` <!-- ";
  const { manifest, pairs, related } = toyFacts;
  const html = marked.parse(
    twin({
      ...toyFacts,
      title: `${evil} L1H0`,
      manifest: {
        ...manifest,
        model: {
          ...manifest.model,
          name: evil,
          license: evil,
          hub: { source: evil, commit: "d".repeat(40) },
        },
        dataset: { ...manifest.dataset, name: evil, license: evil },
        warnings: [evil],
      },
      pairs: pairs.map((pair) => ({ ...pair, query: evil, key: evil })),
      related: related.map((other) => ({ ...other, title: evil, relation: evil, reading: evil })),
    }),
    { async: false },
  );
  expect(html).not.toMatch(/<img src="?x|<!--|href="javascript/);
  expect(html.match(/<h1>/g)).toHaveLength(1);
  expect(html.match(/<td>&lt;img/g)).toHaveLength(2);
});

it("lies beside the page", () => {
  expect(twinOf("/my-site/toy/lines/L1H0/")).toBe("/my-site/toy/lines/L1H0.md");
});
