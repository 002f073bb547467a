import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { checkClaim, type CheckedClaim } from "#claims/check-claim.ts";
import type { CheckedAtlas } from "#claims/check-condition.ts";
import { ATLAS, claimFile, HEADS } from "../../helpers/claimed-atlas.ts";
import { toyFacts } from "../../helpers/head-facts.ts";

function check(claim: Record<string, unknown>, atlas: CheckedAtlas = ATLAS): CheckedClaim {
  const [first] = claimFile(claim).claims.flatMap((each) => checkClaim(each, [atlas]));
  if (!first) throw new Error("nothing was checked");
  return first;
}
const stateOf = (condition: Record<string, unknown>, rest: Record<string, unknown> = {}): string =>
  check({ ...rest, check: condition }).state;

describe("a claim about a head", () => {
  it("holds at its threshold, and is false with the number below it", () => {
    expect(check({ check: { measure: "induction", atLeast: 0.9 } })).toMatchObject({
      state: "holds",
      expected: "L1H1: Induction at least 0.9",
      received: "Induction 0.90 (chance 0.10)",
    });
    expect(check({ check: { measure: "induction", atLeast: 0.95 } })).toMatchObject({
      state: "false",
      received: "Induction 0.90 (chance 0.10)",
    });
    expect(stateOf({ measure: "induction", atMost: 0.9 })).toBe("holds");
    expect(stateOf({ measure: "induction", atMost: 0.89 })).toBe("false");
  });

  it("never shows a false number as one that would do", () => {
    expect(check({ check: { measure: "induction", atLeast: 0.9001 } }).received).toBe(
      "Induction 0.90 (chance 0.10)",
    );
    const heads = HEADS.map((row) => ({ ...row, metrics: { ...row.metrics, induction: 0.8996 } }));
    expect(check({ check: { measure: "induction", atLeast: 0.9 } }, { ...ATLAS, heads }).received).toBe(
      "Induction 0.8996 (chance 0.10)",
    );
  });

  it("is compared with chance: by difference and by factor", () => {
    expect(stateOf({ measure: "induction", overChance: 0.8 })).toBe("holds");
    expect(stateOf({ measure: "induction", overChance: 0.81 })).toBe("false");
    expect(stateOf({ measure: "induction", timesChance: 9 })).toBe("holds");
    expect(check({ check: { measure: "induction", timesChance: 9.5 } })).toMatchObject({
      state: "false",
      received: "Induction 0.90 (chance 0.10)",
    });
  });

  it("is compared with the other heads", () => {
    expect(check({ heads: "L1H0", check: { measure: "induction", rank: 2 } })).toMatchObject({
      state: "holds",
      received: "Induction 0.80 (chance 0.10), 2nd highest of 4",
    });
    expect(stateOf({ measure: "induction", rank: 1 }, { heads: "L1H0" })).toBe("false");
    expect(stateOf({ measure: "distance", rankFromLowest: 1 })).toBe("holds");
    // Half of four heads are two.
    expect(stateOf({ measure: "induction", topShare: 0.5 }, { heads: "L1H0" })).toBe("holds");
    expect(stateOf({ measure: "induction", topShare: 0.49 }, { heads: "L1H0" })).toBe("false");
  });

  it("shares its rank with equal heads", () => {
    for (const heads of ["L0H0", "L1H1"])
      expect(stateOf({ measure: "previous", rank: 1 }, { heads })).toBe("holds");
  });

  it("may be made of several conditions, and one that is false decides", () => {
    const all = [
      { measure: "induction", atLeast: 0.5 },
      { measure: "distance", atMost: 1 },
    ];
    expect(check({ check: { all } })).toMatchObject({
      state: "false",
      expected: "L1H1: Induction at least 0.5; Distance at most 1",
      received: "Distance 2.00 (chance 6.00)",
    });
    expect(stateOf({ all: all.slice(0, 1) })).toBe("holds");
  });

  it("names a label of the dataset in words", () => {
    const quality = {
      trustworthiness: 1,
      continuity: 1,
      neighborRecall: 1,
      mixing: 0,
      shepardCorrelation: 1,
      distanceCorrelation: 0,
      attentionRecall: 1,
      attentionRecallChance: 0,
      attentionRank: 0,
      sampled: 2,
    };
    const explained = { umap2: [{ color: "partOfSpeech", share: 0.74 }] };
    const heads = HEADS.map((row) => ({ ...row, quality: { umap2: quality }, explained }));
    const named = { check: { measure: "explained.partOfSpeech", atLeast: 0.7 } };
    expect(check(named, { ...ATLAS, heads })).toMatchObject({
      expected: "L1H1: Map explained by part of speech at least 0.7",
      received: "Map explained by part of speech 0.74",
    });
  });

  it("may name the color in which a head opens", () => {
    const explained = { umap2: [{ color: "position", share: 0.9 }] };
    const heads = HEADS.map((row) => ({ ...row, explained }));
    expect(check({ check: { opensIn: "position" } }, { ...ATLAS, heads }).state).toBe("holds");
    expect(check({ check: { opensIn: "kindOfText" } }, { ...ATLAS, heads })).toMatchObject({
      state: "false",
      expected: "L1H1: opens colored by kind of text",
      received: "opens colored by position",
    });
    expect(stateOf({ opensIn: "position" })).toBe("unknown");
  });
});

describe("a claim about several heads", () => {
  it("is false if one of them is, and says which", () => {
    expect(check({ heads: "L0H1, L1H*", check: { measure: "induction", atLeast: 0.5 } })).toMatchObject({
      state: "false",
      received: "L0H1: Induction 0.20 (chance 0.10)",
    });
    expect(check({ heads: "L1H*", check: { measure: "induction", atLeast: 0.5 } }).short).toBe(
      "Induction 0.80 to 0.90",
    );
  });

  it("may ask for a number or a share of them", () => {
    const condition = { measure: "induction", atLeast: 0.5 };
    expect(stateOf(condition, { heads: "all", need: { heads: 2 } })).toBe("holds");
    expect(stateOf(condition, { heads: "all", need: { share: 0.5 } })).toBe("holds");
    expect(check({ heads: "all", need: { share: 0.51 }, check: condition })).toMatchObject({
      state: "false",
      short: "2 of 4 heads",
    });
  });

  it("may be about those at one end of a measure", () => {
    const lead = { heads: undefined, highest: { n: 2, of: "induction" } };
    expect(check({ ...lead, check: { measure: "distance", atMost: 4 } })).toMatchObject({ state: "holds" });
    expect(
      check({ ...lead, check: { measure: "distance", atMost: 4 } }).heads.map(({ head }) => head),
    ).toEqual(["L1H0", "L1H1"]);
    expect(
      stateOf({ measure: "distance", atMost: 4 }, { heads: undefined, lowest: { n: 1, of: "induction" } }),
    ).toBe("false");
  });

  it("may be about their mean", () => {
    expect(
      check({ heads: "L0H*", check: { measure: "induction", take: "mean", atLeast: 0.15 } }),
    ).toMatchObject({
      state: "holds",
      received: "mean Induction 0.15 (chance 0.10)",
    });
    expect(stateOf({ measure: "induction", take: "mean", atLeast: 0.16 }, { heads: "L0H*" })).toBe("false");
  });

  it("may be about two measures that go along, or with the layer", () => {
    // By hand: the ranks of induction and distance are opposite.
    const correlation = { of: "induction", with: "distance" };
    expect(check({ heads: "all", check: { correlation, atMost: -0.99 } })).toMatchObject({
      state: "holds",
      received: "rank correlation of Induction and Distance over 4 heads \u22121.00",
    });
    // Layers 0, 0, 1, 1 have the ranks 0.5, 0.5, 2.5, 2.5: Spearman's 4 / √(4 · 5) = 0.894.
    const byLayer = { of: "layer", with: "induction" };
    expect(check({ heads: "all", check: { correlation: byLayer, atLeast: 0.9 } })).toMatchObject({
      state: "false",
      received: "rank correlation of Layer and Induction over 4 heads 0.89",
    });
    expect(stateOf({ correlation, atMost: 0 }, { heads: "L1H*" })).toBe("unknown");
  });

  it("does not depend on the order in which its heads are written", () => {
    const names = HEADS.map((row) => row.head);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(names, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (heads, atLeast) => {
          const claim = { check: { measure: "induction", atLeast } };
          const written = check({ ...claim, heads: heads.join(", ") });
          const sorted = check({ ...claim, heads: heads.toSorted().join(", ") });
          expect({ ...written, claim: null, expected: "" }).toEqual({ ...sorted, claim: null, expected: "" });
        },
      ),
    );
  });
});

describe("a claim that cannot be checked", () => {
  it("says that there is no such model on the site, or not on that dataset", () => {
    const about = { check: { measure: "induction", atLeast: 0.5 } };
    expect(check({ ...about, model: "other" })).toMatchObject({
      state: "unknown",
      atlas: null,
      received: "weights not at hand",
    });
    expect(check({ ...about, dataset: "songs" })).toMatchObject({
      state: "unknown",
      received: "no atlas of it on songs",
    });
  });

  it("finds published weights by their name on the hub, whatever the model is called", () => {
    const { manifest } = toyFacts;
    const hub = { source: "hub:Org/Name@main", commit: "0".repeat(40) };
    const atlas = { ...ATLAS, manifest: { ...manifest, model: { ...manifest.model, hub } } };
    const claim = { weights: ["org/name"], check: { measure: "induction", atLeast: 0.5 } };
    expect(check(claim, atlas).state).toBe("holds");
    expect(check(claim)).toMatchObject({ state: "unknown", received: "weights not at hand" });
  });

  it("says why a number is missing", () => {
    expect(check({ check: { measure: "patch-distance", atLeast: 1 } })).toMatchObject({
      state: "unknown",
      received: "Distance of patches does not apply to it",
    });
    expect(check({ check: { measure: "offset-2", atLeast: 0.5 } })).toMatchObject({
      state: "unknown",
      received: "Two tokens before: This atlas was built before it was measured. Build it again",
    });
    expect(check({ heads: "L7H0", check: { measure: "induction", atLeast: 0.5 } }).received).toBe(
      "the atlas has no head L7H0",
    );
    expect(stateOf({ measure: "induction", overChance: 0.1 }, {})).toBe("holds");
    const heads = HEADS.map(({ head, metrics, alignment, quality }): HeadNumbers => ({
      head,
      metrics,
      alignment,
      quality,
    }));
    expect(check({ check: { measure: "induction", overChance: 0.1 } }, { ...ATLAS, heads }).state).toBe(
      "unknown",
    );
  });

  it("is neither true nor false while heads that could lead have no number", () => {
    // Without offsets, one of three: its rank is not known, but that it is at least third of three is.
    const heads = HEADS.map((row, i) => ({
      ...row,
      metrics: { ...row.metrics, ...(i === 0 ? {} : { "offset-2": i / 10 }) },
    }));
    const rank = (name: string, most: number): string =>
      check({ heads: name, check: { measure: "offset-2", rank: most } }, { ...ATLAS, heads }).state;
    expect(rank("L1H1", 2)).toBe("holds");
    expect(rank("L1H1", 1)).toBe("unknown");
    expect(rank("L0H1", 2)).toBe("false");
  });
});
