import { describe, expect, it } from "vitest";
import { decodeCircuits, type CircuitsFile } from "#atlas/files/circuits.ts";

const LINKS = { nPairs: 2, nAbove: 1, median: 0.25, baseline: 0.1, threshold: 0.2 };

const FILE: CircuitsFile = {
  v: 1,
  heads: ["L0H0", "L0H1", "L1H0"],
  unread: { L0H1: "its projections are convolutions" },
  mostApart: 12,
  kinds: { kComposition: { ...LINKS, links: [[0, 2, 0.5]] } },
};

describe("links between heads", () => {
  it("come back as they were written, of every kind that there is, or of none", () => {
    expect(decodeCircuits(JSON.parse(JSON.stringify(FILE)))).toEqual(FILE);
    const none = { ...FILE, mostApart: null, unread: {}, kinds: {} };
    expect(decodeCircuits(none)).toEqual(none);
  });

  it.each([
    [{ v: 2 }, "circuits: expected format version 1, received 2."],
    [{ heads: [1] }, "heads: expected texts only, received 1 at 0."],
    [{ unread: { L0H1: 3 } }, "L0H1: expected text, received 3."],
    [{ mostApart: "all" }, 'mostApart: expected a whole number from 0 to 4294967295, received "all".'],
    [{ kinds: { kComposition: LINKS } }, "kComposition.links: expected a list, received nothing."],
    [
      { kinds: { kComposition: { ...LINKS, links: [[0, 3, 0.5]] } } },
      "kComposition.links[0]: expected the place of one of 3 heads, received 3.",
    ],
    [
      { kinds: { vComposition: { ...LINKS, links: [[0, 2, null]] } } },
      "vComposition.links[0]: expected a finite number, received null.",
    ],
  ])("say what is wrong with %j", (wrong, message) => {
    expect(() => decodeCircuits({ ...FILE, ...wrong })).toThrow(message);
  });
});
