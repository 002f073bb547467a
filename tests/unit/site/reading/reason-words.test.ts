/** What is said of the reasons of a head. */
import { describe, expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { HeadReasons } from "../../../../src/reasons/head-reasons.ts";
import { amount, reasonSentence } from "../../../../src/site/reading/reason-words.ts";
import { whyItAttends } from "../../../../src/site/reading/why-it-attends.ts";
import { pictures, text } from "../../../helpers/read-heads.ts";

const reasons: HeadReasons = {
  nPairs: 1000,
  explained: 0.5,
  effects: {
    itself: { effect: -2, error: 0.1, share: 0.3 },
    "one-before": { effect: 9.14, error: 0.06, share: 0.12 },
    "after-copy": { effect: 2.8, error: 0.27, share: 0.04 },
    first: { effect: 0.2, error: 0.2, share: 0.2 },
    "same.kind": { why: "it is the same for all keys that a query can see" },
    near: { effect: 1.5, error: 0.1, share: 0.05 },
    key: { effect: null, error: null, share: 0.1 },
  },
  attention: [
    { relation: "one-before", queries: 1, share: 0.6, chance: 0.05 },
    { relation: "after-copy", queries: 0.3, share: 0.1, chance: 0.02 },
  ],
};
const metrics = { self: 0.1 } as HeadNumbers["metrics"];
const say = (of: HeadReasons, measure: string | null, manifest = text): string | null =>
  reasonSentence(manifest, { metrics, reasons: of }, measure);

describe("the reason of a head in words", () => {
  it("is that of what the first sentence names, with the role beside it", () => {
    expect(say(reasons, "previous")).toBe(
      "The previous token scores 9.1 ± 0.1 higher than it otherwise would, and a token that follows a copy of the query's token 2.8 ± 0.3.",
    );
  });

  it("is what explains most where the first sentence names nothing, or nothing that is clear", () => {
    const most =
      "The previous token scores 9.1 ± 0.1 higher than it otherwise would; this alone explains 12 % of its scores.";
    expect(say(reasons, null)).toBe(most);
    expect(say(reasons, "first")).toBe(most);
  });

  it("is distance by doublings, and tokens as a group", () => {
    const only = (...names: string[]): HeadReasons => ({
      ...reasons,
      effects: Object.fromEntries(Object.entries(reasons.effects).filter(([name]) => names.includes(name))),
    });
    expect(say(only("near"), null)).toBe(
      "Its scores fall by 1.0 ± 0.1 with each doubling of the distance; this alone explains 5 % of its scores.",
    );
    const mostlyTokens = { ...only("key"), explained: 0.4 };
    expect(say(mostlyTokens, null)).toBe(
      "Its scores depend most on which token the key is, which alone explains 10 % of them.",
    );
    expect(say(mostlyTokens, null, pictures(1))).toContain("on where the key lies");
    expect(say(only("itself"), null)).toBe(
      "No single relation of query and key explains much of its scores; all together explain 50 %.",
    );
  });

  it("is no group of tokens that explains little of what all relations explain", () => {
    const { key } = reasons.effects;
    const objects = { effect: 2.9, error: 0.5, share: 0.04 };
    const tokens = (effects: HeadReasons["effects"]): string | null =>
      say({ ...reasons, effects: { ...effects, ...(key && { key }) } }, null, pictures(1));
    expect(tokens({})).toBe(
      "No single relation of query and key explains much of its scores; all together explain 50 %.",
    );
    expect(tokens({ objects })).toBe(
      "A patch of an object scores 2.9 ± 0.5 higher than it otherwise would; this alone explains 4 % of its scores.",
    );
  });

  it("is none where it was not measured, or scores do not differ", () => {
    expect(reasonSentence(text, { metrics }, "previous")).toBeNull();
    expect(say({ ...reasons, explained: null }, "previous")).toBeNull();
  });

  it("has as many digits as its error asks for", () => {
    expect(amount({ effect: 8.264, error: 0.041, share: 0 })).toBe("8.26 ± 0.04");
    expect(amount({ effect: 8.264, error: null, share: 0 })).toBe("8.3");
    expect(amount({ effect: 0.0212, error: 0.0012, share: 0 })).toBe("0.021 ± 0.001");
  });
});

describe("the part “Why it attends”", () => {
  it("has roles that make the whole, reasons by what they explain, and what is left unexplained", () => {
    const why = whyItAttends(text, { metrics, reasons });
    expect(why?.mixture).toBe("previous token 60\u00a0%, after a copy 10\u00a0%, rest 30\u00a0%");
    expect(why?.shares).toEqual([60, 10]);
    expect(why?.rows.map(({ name, share }) => `${name} ${share}`)).toEqual([
      "itself 30\u00a0%",
      "previous token 12\u00a0%",
      "which token the key is 10\u00a0%",
      "nearness 5\u00a0%",
      "after a copy 4\u00a0%",
    ]);
    expect(why?.rows[0]?.effect).toBe("−2.0\u00a0±\u00a00.1");
    // The widest mark ends at the end of the scale.
    const widest = why?.rows[1]?.mark;
    expect((widest?.at ?? 0) + (widest?.error ?? 0)).toBeCloseTo(1);
    expect(why?.rows[2]?.mark).toBeNull();
    expect(why?.note).toContain("explain 50\u00a0% of how its scores differ; 50\u00a0% stay unexplained");
    expect(why?.note).toContain("A row says what only it explains.");
  });

  it("tells shares of all attention from those of the queries that see such a key", () => {
    const short = { relation: "one-before", queries: 0.9, share: 0.6, chance: 0.05 };
    const why = whyItAttends(text, { metrics, reasons: { ...reasons, attention: [short] } });
    expect(why?.note).toMatch(
      /^Shares are of the attention of all tokens, also of those that see no such key\. /,
    );
    expect(whyItAttends(text, { metrics, reasons })?.note).not.toContain("Shares are");
  });

  it("says of no relation that it explains nothing, and names objects beside the query's own", () => {
    const why = whyItAttends(pictures(1), {
      metrics,
      reasons: {
        ...reasons,
        effects: { objects: { effect: 2, error: 0.1, share: 0.003 } },
        attention: [
          { relation: "objects", queries: 1, share: 0.4, chance: 0.1 },
          { relation: "same-object", queries: 0.3, share: 0.2, chance: 0.05 },
        ],
      },
    });
    expect(why?.rows[0]?.share).toBe("under 1\u00a0%");
    expect(why?.mixture).toBe("other objects 40\u00a0%, same object 20\u00a0%, rest 40\u00a0%");
  });

  it("is left out of atlases that were built without reasons", () => {
    expect(whyItAttends(text, { metrics })).toBeNull();
  });
});
