import { describe, expect, it } from "vitest";
import type { CircuitsFile } from "#atlas/files/circuits.ts";
import { checkClaim, type CheckedClaim } from "#claims/check-claim.ts";
import { pairReader } from "#claims/pair-reader.ts";
import { ATLAS, claimFile } from "../../helpers/claimed-atlas.ts";

/** Ten pairs, of which three are above random matrices: 0.30, 0.25 and 0.25. */
const CIRCUITS: CircuitsFile = {
  v: 1,
  heads: ["L0H0", "L0H1", "L1H0", "L1H1"],
  unread: {},
  mostApart: null,
  kinds: {
    kComposition: {
      nPairs: 10,
      nAbove: 3,
      median: 0.1,
      baseline: 0.1,
      threshold: 0.2,
      links: [
        [0, 3, 0.3],
        [0, 2, 0.25],
        [1, 3, 0.25],
      ],
    },
  },
};

function check(circuits: CircuitsFile, condition: Record<string, unknown>, heads = "L1H1"): CheckedClaim {
  const atlas = { ...ATLAS, pair: pairReader(circuits) };
  const claim = { heads, check: { composition: "K", from: "L0H0", ...condition } };
  const [first] = claimFile(claim).claims.flatMap((each) => checkClaim(each, [atlas]));
  if (!first) throw new Error("nothing was checked");
  return first;
}

describe("a claim about what a head reads of another", () => {
  it("is checked on the number of the pair, and on its place among all pairs", () => {
    expect(check(CIRCUITS, { atLeast: 0.3, topShare: 0.1 })).toMatchObject({
      state: "holds",
      expected: "L1H1: K-composition from L0H0 at least 0.3 and among the highest 10 %",
      received: "K-composition L0H0 to L1H1 0.30 (chance 0.10), highest of 10",
    });
    expect(check(CIRCUITS, { atLeast: 0.2 }, "L1H0, L1H1").short).toBe(
      "L1H0: K-composition L0H0 to L1H0 0.25; L1H1: K-composition L0H0 to L1H1 0.30",
    );
    expect(check(CIRCUITS, { topShare: 0.1 }, "L1H0")).toMatchObject({
      state: "false",
      received: "K-composition L0H0 to L1H0 0.25 (chance 0.10), 2nd highest of 10",
    });
    expect(check(CIRCUITS, { from: "L0H1", rank: 2 }).state).toBe("holds");
    expect(check(CIRCUITS, { timesChance: 3 }).state).toBe("holds");
    expect(check(CIRCUITS, { overChance: 0.21 }).state).toBe("false");
  });

  it("is false of a pair that is not above random matrices, if it says that it is strong", () => {
    const weak = (condition: Record<string, unknown>): CheckedClaim =>
      check(CIRCUITS, { from: "L0H1", ...condition }, "L1H0");
    expect(weak({ atLeast: 0.21 })).toMatchObject({
      state: "false",
      received: "K-composition L0H1 to L1H0 not above that of random matrices, 0.20",
    });
    expect(weak({ rank: 3 }).state).toBe("false");
    // Its number may be anything up to 0.2.
    expect(weak({ atLeast: 0.15 }).state).toBe("unknown");
    expect(weak({ atMost: 0.1 }).state).toBe("unknown");
  });

  it("cannot be checked where pairs are missing, or weights were not read", () => {
    const { kComposition } = CIRCUITS.kinds;
    if (!kComposition) throw new Error("no links");
    const cut = { ...CIRCUITS, kinds: { kComposition: { ...kComposition, nAbove: 5 } } };
    expect(check(cut, { from: "L0H1", rank: 1 }, "L1H0")).toMatchObject({
      state: "unknown",
      received: "the pair is not among those that the atlas keeps",
    });
    expect(check(cut, { rank: 3 }).state).toBe("holds");
    expect(check(cut, { rank: 2 }).state).toBe("unknown");
    const unread = { ...CIRCUITS, unread: { L1H1: "not readable: W_K is quantized" } };
    expect(check(unread, { rank: 1 }).received).toBe("not readable: W_K is quantized");
    expect(check({ ...CIRCUITS, kinds: {} }, { rank: 1 }).state).toBe("unknown");
  });
});
