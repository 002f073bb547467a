/** Roles that are neither a place nor a copy, in sentences, and in lists of heads. */
import { describe, expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { AttentionPart } from "../../../../src/reasons/head-reasons.ts";
import { habitWords } from "../../../../src/site/head-words.ts";
import { notableHeads } from "../../../../src/site/notable-heads.ts";
import { roleSentences } from "../../../../src/site/reading/role-words.ts";
import { head, pictures, text } from "../../../helpers/read-heads.ts";

const metrics = { self: 0.1 } as HeadNumbers["metrics"];
const scores = (...attention: AttentionPart[]): Pick<HeadNumbers, "metrics" | "reasons"> => ({
  metrics,
  reasons: { nPairs: 1000, explained: 0.4, effects: {}, attention },
});
const first: AttentionPart = { relation: "first", queries: 1, share: 0.26, chance: 0.08 };
const nearby: AttentionPart = { relation: "nearby", queries: 1, share: 0.4, chance: 0.2 };
const label: AttentionPart = { relation: "same.partOfSpeech", queries: 0.5, share: 0.3, chance: 0.1 };

describe("a role without a measure of its own", () => {
  it("has a sentence: what is near, and what has the same label, counted from what has one", () => {
    expect(roleSentences(text, scores(nearby))).toEqual([
      "40 % of its attention goes to tokens at most 4 away (chance 20 %).",
    ]);
    expect(roleSentences(pictures(1), scores(nearby))).toEqual([
      "40 % of its attention goes to a patch and the ones that touch it (chance 20 %).",
    ]);
    expect(roleSentences(text, scores(label))).toEqual([
      "From tokens with a label “part of speech”, 60 % of its attention goes to tokens with the same one (chance 20 %).",
    ]);
  });

  it("is said to go further where another role has taken keys before", () => {
    expect(roleSentences(text, scores(first, nearby))).toEqual([
      "A further 40 % of its attention goes to tokens at most 4 away (chance 20 %).",
    ]);
  });
});

describe("a head that is known by nothing and has a role", () => {
  const { reasons } = scores(first, nearby);
  const numbers: HeadNumbers = { ...head(), ...(reasons ? { reasons } : {}) };

  it("has words under its picture, and a group in the list of heads, the last one", () => {
    expect(habitWords(text, numbers)).toBe("in part nearby");
    const groups = notableHeads(text, [numbers, head({ previous: 0.8 }, {}, "L0H1")]);
    expect(groups.map(({ title }) => title)).toEqual(["Previous token", "In part nearby"]);
  });

  it("has none where nothing stands out", () => {
    expect(habitWords(text, { ...numbers, ...scores(), metrics: numbers.metrics })).toBe("");
  });
});
