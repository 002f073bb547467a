/** Measures of patterns: planted heads, three tokens worked by hand, and what must not matter. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headMetrics } from "#measures/head-metrics.ts";
import { headVisMetrics } from "#measures/headvis.ts";
import type { PatternInput } from "#measures/patterns/pattern-measure.ts";
import { measurePatterns } from "#measures/patterns/pattern-measures.ts";

const text = (
  rows: readonly (readonly number[])[][],
  ids: readonly number[] | null,
  more: Partial<PatternInput> = {},
): PatternInput => ({
  starts: Uint32Array.from([0, ...rows.map((_, s) => rows.slice(0, s + 1).flat().length)]),
  weights: Float32Array.from(rows.flat(2)),
  isCausal: false,
  ids,
  grid: null,
  ...more,
});
/** A sequence in which query i gives all its weight to key `to(i)`. */
const pointing = (n: number, to: (i: number) => number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => Number(j === to(i))));

describe("the detector", () => {
  it("gives a planted previous-token head 1 on all rows but the first", () => {
    const { head } = measurePatterns(text([pointing(5, (i) => Math.max(0, i - 1))], [1, 2, 3, 4, 5]));
    // Row 0 looks at itself; without itself it has no weight.
    expect(head["detector.previous"]).toBe(4 / 5);
    expect(head["detector.previous.no-self"]).toBe(1);
    // Rows 2 … 4 are left of the weight that is not on the first token.
    expect(head["detector.previous.no-first"]).toBe(1);
    expect(head["detector.duplicate"]).toBeNull();
  });

  it("gives a planted induction head 1 on what followed, a token directly repeated among them", () => {
    // a b a b b: followers of earlier copies are 1 for token 2, 2 for token 3, and 2 and 4 for token 4.
    const to = [0, 0, 1, 2, 4];
    const { head } = measurePatterns(text([pointing(5, (i) => to[i]!)], [7, 8, 7, 8, 8]));
    expect(head["detector.induction"]).toBe(3 / 5);
    expect(head["detector.induction.no-first"]).toBe(1);
    // The last one looks at itself.
    expect(head["detector.induction.no-self"]).toBe(2 / 3);
    expect(head["detector.duplicate"]).toBe(0);
  });

  it("gives a planted duplicate-token head its share, and an even one its chance", () => {
    const to = [0, 1, 0, 1];
    const { head, chance } = measurePatterns(text([pointing(4, (i) => to[i]!)], [7, 8, 7, 8]));
    expect(head["detector.duplicate"]).toBe(2 / 4);
    expect(head["detector.duplicate.no-self"]).toBe(1);
    // Only the last row's weight is not on the first token or misplaced: row 1 and row 3 look at key 1.
    expect(head["detector.duplicate.no-first"]).toBe(1 / 2);
    expect(head["earlier-copy"]).toBe(1);
    expect(chance["detector.duplicate"]).toBe((2 * 0.25) / 4);
    expect(chance["earlier-copy"]).toBe(0.25);
  });
});

describe("spread and sinks", () => {
  it("are what pencil and paper give", () => {
    const rows = [
      [1, 0, 0],
      [0.5, 0.5, 0],
      [0.25, 0.25, 0.5],
    ];
    const { head, chance } = measurePatterns(text([rows], [1, 2, 3], { isCausal: true }));
    // The first row sees one key, and is left out.
    expect(head["effective-keys"]).toBeCloseTo((2 + Math.exp(1.5 * Math.LN2)) / 2, 6);
    expect(chance["effective-keys"]).toBeCloseTo(2.5, 6);
    expect(head["confidence"]).toBe(0.5);
    expect(chance["confidence"]).toBeCloseTo((1 / 2 + 1 / 3) / 2, 6);
    // Above 0.3: row 1 only.
    expect(head["sink.rows"]).toBe(0.5);
    // A single sequence cannot tell a place from its token.
    expect(head["sink.weight"]).toBeNull();
    expect(head["sink.place"]).toBeNull();
  });

  it("find a sink that is not the first token, from the start and from the end", () => {
    const third = [6, 4, 5].map((n) => pointing(n, () => 2));
    const atThird = measurePatterns(text(third, null)).head;
    expect(atThird["sink.place"]).toBe(2);
    expect(atThird["sink.weight"]).toBe(1);
    expect(atThird["sink.rows"]).toBe(0);
    const last = [6, 4, 5].map((n) => pointing(n, () => n - 1));
    const atLast = measurePatterns(text(last, null)).head;
    expect(atLast["sink.place"]).toBe(-1);
    expect(atLast["sink.weight"]).toBe(1);
  });

  it("do not take a favorite of one text for a sink", () => {
    // Each text has a favorite elsewhere; in the others, that place gets nothing.
    const rows = [1, 2, 3].map((favorite) => pointing(5, () => favorite));
    expect(measurePatterns(text(rows, null)).head["sink.weight"]).toBe(0);
  });
});

describe("distance in pixels", () => {
  // CLS and 2 × 2 patches of 4 × 3 pixels; every patch looks at the first one, CLS at itself.
  const rows = [pointing(5, (i) => (i === 0 ? 0 : 1))];
  const grid = { columns: 2, nSpecial: 1 };

  it("goes from center to center, without the special token", () => {
    const { head } = measurePatterns(text(rows, null, { grid, patchPx: [4, 3] }));
    expect(head["pixel-distance"]).toBe((0 + 3 + 4 + 5) / 4);
    expect(head["detector.induction"]).toBeNull();
  });

  it("is null for text, and where the size of a patch is not known", () => {
    expect(measurePatterns(text(rows, null, { grid })).head["pixel-distance"]).toBeNull();
    expect(measurePatterns(text(rows, [1, 2, 3, 4, 5])).head["pixel-distance"]).toBeNull();
  });
});

it("says nothing of places between two sequences", () => {
  const input = text([[[0.4, 0.6]], [[0.25, 0.75]]], [1, 2], { keyStarts: Uint32Array.of(0, 2, 4) });
  const { head } = measurePatterns(input);
  expect(head["detector.previous"]).toBeNull();
  expect(head["earlier-copy"]).toBeNull();
  expect(head["confidence"]).toBeCloseTo((0.6 + 0.75) / 2, 6);
  expect(head["sink.rows"]).toBe(0.5);
  // Each sequence is asked for the place that gets most in the other one.
  expect(head["sink.weight"]).toBeCloseTo((0.6 + 0.75) / 2, 6);
});

it("gives the same numbers in any order of the sequences", () => {
  const sequence = fc.integer({ min: 1, max: 6 }).chain((n) =>
    fc.tuple(
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n }),
      fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: n, maxLength: n }), {
        minLength: n,
        maxLength: n,
      }),
    ),
  );
  const scores = (all: readonly (readonly [number[], number[][]])[]): Record<string, number | null> => {
    const rows = all.map(([, ws]) => ws.map((row) => row.map((w) => w / row.reduce((a, b) => a + b))));
    const input = text(
      rows,
      all.flatMap(([ids]) => ids),
    );
    return { ...measurePatterns(input).head, ...headMetrics(input).metrics, ...headVisMetrics(input) };
  };
  fc.assert(
    fc.property(fc.array(sequence, { minLength: 1, maxLength: 5 }), (all) => {
      const [one, other] = [scores(all), scores(all.toReversed())];
      for (const [id, value] of Object.entries(one))
        if (value === null) expect(other[id], id).toBeNull();
        // Of places that get the same on average, any may be the sink.
        else if (!id.startsWith("sink.")) expect(other[id], id).toBeCloseTo(value, 6);
    }),
    { numRuns: 60 },
  );
});
