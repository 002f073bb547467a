import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestStretch, linksOf, MOST_TOKENS, strongestLinks } from "#drawing/patterns/arcs.ts";
import { patternSequence } from "../../../helpers/pattern-sequence.ts";

describe("links of a sequence", () => {
  it("are the weights that are known, by query and key", () => {
    const sequence = patternSequence(3, [[2, 0, 0.75], [2, 2, 0.25], [0, 0, 1]]); // prettier-ignore
    expect(linksOf(sequence)).toEqual([
      { query: 0, key: 0, weight: 1 },
      { query: 2, key: 0, weight: 0.75 },
      { query: 2, key: 2, weight: 0.25 },
    ]);
  });

  it("are listed from the strongest, without the first query and the first key", () => {
    const sequence = patternSequence(4, [[0, 0, 1], [1, 0, 0.9], [1, 1, 0.1], [2, 1, 0.6], [3, 2, 0.6]]); // prettier-ignore
    expect(strongestLinks(sequence, 2)).toEqual([
      { query: 2, key: 1, weight: 0.6 },
      { query: 3, key: 2, weight: 0.6 },
    ]);
  });
});

describe("the stretch that is drawn", () => {
  it("is all of a short sequence, the strongest link last", () => {
    const sequence = patternSequence(3, [[0, 0, 1], [1, 0, 0.9], [1, 1, 0.1], [2, 1, 0.5]]); // prettier-ignore
    expect(bestStretch(sequence)).toEqual({
      from: 0,
      n: 3,
      links: [
        { query: 1, key: 1, weight: 0.1 },
        { query: 2, key: 1, weight: 0.5 },
        { query: 1, key: 0, weight: 0.9 },
      ],
    });
  });

  it("is the first part of a long one that holds the strongest links, both ends inside", () => {
    const sequence = patternSequence(100, [[80, 60, 0.9], [81, 79, 0.4], [5, 4, 0.8], [90, 1, 1], [99, 0, 1]]); // prettier-ignore
    const { from, n, links } = bestStretch(sequence);
    expect([from, n]).toEqual([81 - MOST_TOKENS + 1, MOST_TOKENS]);
    expect(links.map(({ query }) => query)).toEqual([81, 80]);
  });

  it("holds at least as much attention as any other", () => {
    const place = fc.integer({ min: 1, max: 79 });
    const link = fc.tuple(place, place, fc.integer({ min: 1, max: 100 }));
    fc.assert(
      fc.property(fc.uniqueArray(link, { selector: ([q, k]) => q * 80 + k, maxLength: 40 }), (all) => {
        const links = all.map(([query, key, weight]) => [query, key, weight / 100] as const);
        const { from } = bestStretch(patternSequence(80, links));
        const held = (start: number): number =>
          links.reduce((sum, [query, key, weight]) => {
            const isInside = [query, key].every((end) => end >= start && end < start + MOST_TOKENS);
            return sum + (isInside ? weight : 0);
          }, 0);
        for (let start = 0; start + MOST_TOKENS <= 80; start++)
          expect(held(from)).toBeGreaterThanOrEqual(held(start) - 1e-6);
      }),
    );
  });
});
