import { describe, expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { HeadReasons } from "../../../src/reasons/head-reasons.ts";
import { reasonsOf } from "../../../src/reasons/reasons-of.ts";
import { relationWords } from "../../../src/roles/relation-words.ts";
import { mixtureWords, rolesOf } from "../../../src/roles/roles-of.ts";
import { plantedHead, plantedText } from "../../helpers/planted-scores.ts";
import { pictures, text } from "../../helpers/read-heads.ts";

const within = { self: 0.1 } as HeadNumbers["metrics"];
const withReasons = (reasons: HeadReasons): Pick<HeadNumbers, "reasons" | "metrics"> => ({
  metrics: within,
  reasons,
});

describe("the roles of a head", () => {
  const { starts, traits } = plantedText(12, 4);
  const planted = reasonsOf({
    patterns: plantedHead(
      starts,
      true,
      ({ query, key }) => 4 * Number(key === query - 1) + 3.5 * Number(key === 0),
    ),
    traits,
    seed: 1,
  });

  it("are a mixture that makes up the whole, with the numbers it rests on", () => {
    const mixture = rolesOf(text, withReasons(planted));
    expect(mixture?.roles.map(({ name }) => name)).toEqual(["previous token", "first token"]);
    const sum = (mixture?.roles ?? []).reduce((all, { share }) => all + share, mixture?.rest ?? 0);
    expect(sum).toBeCloseTo(1);
    const [first] = mixture?.roles ?? [];
    expect(first?.evidence.chance).toBeGreaterThan(0);
    expect(first?.evidence.beyond).toBeGreaterThan(0.15);
    expect(first?.evidence.reason?.effect).toBeCloseTo(4, 3);
  });

  it("are said in whole percent that make 100", () => {
    const words = mixtureWords(rolesOf(text, withReasons(planted)) ?? { roles: [], rest: 1 });
    expect(words).toMatch(/^previous token \d+ %, first token \d+ %, rest \d+ %$/);
    const percents = [...words.matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent));
    expect(percents.reduce((all, percent) => all + percent, 0)).toBe(100);
  });

  it("are none for a head that looks everywhere alike, and not known of older atlases", () => {
    const even = reasonsOf({ patterns: plantedHead(starts, true, () => 0), traits, seed: 1 });
    const mixture = rolesOf(text, withReasons(even));
    expect(mixture).toEqual({ roles: [], rest: 1 });
    expect(mixtureWords({ roles: [], rest: 1 })).toBe("no role that stands out");
    expect(rolesOf(text, { metrics: within })).toBeNull();
  });

  it("have a name in text, in pictures and between two sequences", () => {
    expect(relationWords("two-before", text).key).toBe("the token two before the query");
    expect(relationWords("itself", pictures(1)).key).toBe("the query's own patch");
    expect(relationWords("first", pictures(1)).name).toBe("before the patches");
    expect(relationWords("first", text, false).name).toBe("first of the other sequence");
    expect(relationWords("same.partOfSpeech", text)).toEqual({
      name: "same label “part of speech”",
      key: "a token with the same label “part of speech”",
    });
  });
});
