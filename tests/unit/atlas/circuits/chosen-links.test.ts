import { describe, expect, it } from "vitest";
import { chosenLinks, indexLinks, ownLinks } from "#atlas/circuits/chosen-links.ts";
import { firstCircuits, formatCircuits, parseCircuits } from "#atlas/circuits/circuits-view.ts";
import type { CircuitLink, CircuitsFile } from "#atlas/files/circuits.ts";

const HEADS = ["L0H0", "L0H1", "L1H0", "L1H1", "L2H0"];

function kind(
  links: readonly CircuitLink[],
  baseline: number,
): CircuitsFile["kinds"]["kComposition"] & object {
  return { nPairs: 8, nAbove: links.length, median: 0.1, baseline, threshold: baseline * 1.1, links };
}

const FILE: CircuitsFile = {
  v: 1,
  heads: HEADS,
  unread: { L1H1: "its projections are fused with a convolution." },
  mostApart: null,
  kinds: {
    kComposition: kind(
      [
        [1, 4, 0.3],
        [0, 2, 0.25],
        [1, 2, 0.2],
      ],
      0.1,
    ),
    qComposition: kind([], 0.1),
    vComposition: kind([[1, 4, 0.32]], 0.2),
    outputToKey: kind([[1, 4, 0.9]], 0.1),
  },
};

describe("chosenLinks", () => {
  it("gives the strongest of a kind, or those of one head", () => {
    const view = { kind: "kComposition", links: 2, head: null } as const;
    expect(chosenLinks(FILE, view)).toEqual([
      [1, 4, 0.3],
      [0, 2, 0.25],
    ]);
    expect(chosenLinks(FILE, { ...view, head: "L1H0" })).toEqual([
      [0, 2, 0.25],
      [1, 2, 0.2],
    ]);
    expect(chosenLinks(FILE, { ...view, kind: "qComposition" })).toEqual([]);
    expect(chosenLinks(FILE, { ...view, kind: "outputToValue" })).toEqual([]);
  });
});

describe("ownLinks", () => {
  it("ranks the compositions of a head by how many times chance they are, on both sides", () => {
    expect(ownLinks(indexLinks(FILE), "L0H1", 3)).toEqual({
      feeds: [
        { head: "L2H0", kind: "kComposition", value: 0.3, baseline: 0.1 },
        { head: "L1H0", kind: "kComposition", value: 0.2, baseline: 0.1 },
        { head: "L2H0", kind: "vComposition", value: 0.32, baseline: 0.2 },
      ],
      fedBy: [],
      unread: null,
    });
    expect(ownLinks(indexLinks(FILE), "L2H0", 1).fedBy).toEqual([
      { head: "L0H1", kind: "kComposition", value: 0.3, baseline: 0.1 },
    ]);
  });

  it("says why a head has none", () => {
    expect(ownLinks(indexLinks(FILE), "L1H1", 3)).toEqual({
      feeds: [],
      fedBy: [],
      unread: "its projections are fused with a convolution.",
    });
  });
});

describe("the address of circuits", () => {
  it("is empty as the page opens, and brings back every other view", () => {
    expect(formatCircuits(firstCircuits(FILE), FILE)).toBe("");
    const view = { kind: "vComposition", links: 7, head: "L0H1" } as const;
    expect(formatCircuits(view, FILE)).toBe("?kind=v-composition&links=7&head=L0H1");
    expect(parseCircuits(formatCircuits(view, FILE), FILE)).toEqual(view);
  });

  it("opens as without an address where the atlas does not have what it asks for", () => {
    expect(parseCircuits("?kind=output-to-value&links=none&head=L9H9", FILE)).toEqual(firstCircuits(FILE));
    expect(parseCircuits("?links=900", FILE).links).toBe(100);
    expect(parseCircuits("?links=0", FILE).links).toBe(1);
  });

  it("opens with the first kind that has a link", () => {
    const without = { kinds: { ...FILE.kinds, kComposition: kind([], 0.1) } };
    expect(firstCircuits(without).kind).toBe("vComposition");
  });
});
