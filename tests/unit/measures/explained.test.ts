import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom, shuffledIndices } from "#math/random.ts";
import {
  explainedColors as explainedOnMaps,
  type ColorColumn,
  type ColoredMap,
  type ExplainedColor,
  type Units,
} from "#measures/explained.ts";

const SEED = 5;

/** On one map. */
function explainedColors(
  map: ColoredMap,
  columns: readonly ColorColumn[],
  units: Units,
  seed: number,
): ExplainedColor[] {
  return explainedOnMaps([map], columns, units, seed)[0]!;
}

/** Every point is a token, a text and a sequence of its own. */
function apart(n: number): Units {
  const own = Int32Array.from({ length: n }, (_, i) => i);
  return { token: own, text: own, sequence: own };
}

function column(values: readonly number[], more: Partial<ColorColumn> = {}): ColorColumn {
  const about = { color: "x", unit: "token", nAxes: 0, isPartial: false } as const;
  return { ...about, values: Float32Array.from(values), ...more };
}

function onLine(x: readonly number[]): { dim: number; coordinates: Float32Array } {
  return { dim: 2, coordinates: Float32Array.from(x.flatMap((place) => [place, 0])) };
}

function shareOf(found: readonly ExplainedColor[]): number | undefined {
  return found[0]?.share;
}

/** Two groups of 11 points, far from each other: the 10 nearest of a point are those of its group. */
const GROUPS = onLine(Array.from({ length: 22 }, (_, i) => (i < 11 ? i : 1000 + i)));
const GROUP_OF = Array.from({ length: 22 }, (_, i) => Number(i >= 11));

describe("the share of a map that a color of kinds explains", () => {
  it("is 1 where all near points agree", () => {
    expect(explainedColors(GROUPS, [column(GROUP_OF)], apart(22), SEED)).toEqual([{ color: "x", share: 1 }]);
  });

  it("is agreement beyond chance; worked by hand", () => {
    // One point of the first group is of the other kind. Its 10 neighbors disagree with it, and it disagrees with each
    // of them once: agreement (0 + 10 · 9/10 + 11) / 22 = 20/22. Kinds of 10 and 12 points: chance
    // (10 · 9/21 + 12 · 11/21) / 22 = 222/462.
    const kinds = GROUP_OF.map((kind, i) => (i === 0 ? 1 : kind));
    const expected = (20 / 22 - 222 / 462) / (1 - 222 / 462);
    expect(shareOf(explainedColors(GROUPS, [column(kinds)], apart(22), SEED))).toBeCloseTo(expected, 3);
  });

  it("is 0, not less, where near points differ more than by chance", () => {
    const mixed = Array.from({ length: 22 }, (_, i) => i % 2);
    expect(shareOf(explainedColors(GROUPS, [column(mixed)], apart(22), SEED))).toBe(0);
  });

  it("is near 0 for kinds in random order, however frequent one of them is", () => {
    const random = seededRandom(1);
    const map = { dim: 2, coordinates: Float32Array.from({ length: 6000 }, () => random()) };
    const kinds = Array.from({ length: 3000 }, () => Number(random() < 0.9));
    expect(shareOf(explainedColors(map, [column(kinds)], apart(3000), SEED))).toBeLessThan(0.02);
  });

  it("does not count that a token's query lies on its key", () => {
    const random = seededRandom(2);
    const n = 1500;
    const places = Array.from({ length: 2 * n }, () => random());
    const coordinates = Float32Array.from([...places, ...places]);
    const token = Int32Array.from({ length: 2 * n }, (_, i) => i % n);
    const kinds = Array.from({ length: n }, () => Math.floor(random() * 20));
    const twice = column([...kinds, ...kinds]);
    const map = { dim: 2, coordinates };
    const shared = (units: Units): number => shareOf(explainedColors(map, [twice], units, SEED)) ?? NaN;
    // One in ten neighbors would agree for no reason.
    expect(shared(apart(2 * n))).toBeGreaterThan(0.09);
    expect(shared({ ...apart(2 * n), token })).toBeLessThan(0.02);
  });

  it("asks other texts where the kind follows from the text", () => {
    // In each group, all points have one text, and so one kind.
    const text = Int32Array.from(GROUP_OF);
    const of = (unit: "token" | "text"): readonly ExplainedColor[] =>
      explainedColors(GROUPS, [column(GROUP_OF, { unit })], { ...apart(22), text }, SEED);
    expect(shareOf(of("token"))).toBe(1);
    // Points of other texts never have the kind: there is nothing to agree in.
    expect(shareOf(of("text"))).toBe(0);
  });
});

describe("the share of a map that a number explains", () => {
  it("is 1 − squared error / variance; worked by hand", () => {
    // Three points on a line; each one's two neighbors are the others: errors 3, 0 and 3 about the mean.
    const found = explainedColors(onLine([0, 1, 2]), [column([2, 4, 6], { nAxes: 1 })], apart(3), SEED);
    expect(found).toEqual([{ color: "x", share: 0 }]);
    // Two groups of the numbers 0 and 10, and one point of 5 among the zeros.
    const values = GROUP_OF.map((group, i) => (i === 0 ? 5 : 10 * group));
    const mean = (5 + 110) / 22;
    const spread = (5 - mean) ** 2 + 10 * mean ** 2 + 11 * (10 - mean) ** 2;
    const share = 1 - (5 ** 2 + 10 * 0.5 ** 2) / spread;
    expect(shareOf(explainedColors(GROUPS, [column(values, { nAxes: 1 })], apart(22), SEED))).toBeCloseTo(
      share,
      3,
    );
  });

  it("passes over points without a number", () => {
    const values = GROUP_OF.map((group, i) => (i % 3 === 0 ? NaN : group));
    expect(shareOf(explainedColors(GROUPS, [column(values, { nAxes: 1 })], apart(22), SEED))).toBe(1);
  });

  it("takes several numbers together, each in its own unit; worked by hand", () => {
    // The first number is that of the group: no error. The second one alternates: in each group, 6 points err by 1/2 and
    // 5 by 6/10. Both have a variance of 1/4.
    const values = GROUP_OF.flatMap((group, i) => [group, i % 2]);
    const found = explainedColors(GROUPS, [column(values, { nAxes: 2 })], apart(22), SEED);
    expect(found).toEqual([{ color: "x", share: 0.4 }]);
  });
});

describe("the colors of a map", () => {
  it("are ordered by share, and those that leave most points gray come last", () => {
    const half = GROUP_OF.map((kind, i) => (i % 11 < 3 ? 1 - kind : kind));
    const found = explainedColors(
      GROUPS,
      [
        column(half, { color: "weak" }),
        column(GROUP_OF, { color: "gray", isPartial: true }),
        column(GROUP_OF, { color: "strong" }),
        column(GROUP_OF, { color: "as strong" }),
      ],
      apart(22),
      SEED,
    );
    expect(found.map(({ color }) => color)).toEqual(["strong", "as strong", "weak", "gray"]);
    expect(found.at(-1)).toEqual({ color: "gray", share: 1, isPartial: true });
  });

  it("leave out what is the same for all points, or known of none", () => {
    const columns = [
      column(GROUP_OF.map(() => 3)),
      column(
        GROUP_OF.map(() => 0.5),
        { nAxes: 1 },
      ),
      column(
        GROUP_OF.map(() => NaN),
        { nAxes: 1 },
      ),
      // One single number differs from none.
      column(
        GROUP_OF.map((_, i) => (i === 4 ? 1 : NaN)),
        { nAxes: 1 },
      ),
    ];
    expect(explainedColors(GROUPS, columns, apart(22), SEED)).toEqual([]);
    expect(explainedColors(onLine([1]), [column([2])], apart(1), SEED)).toEqual([]);
  });

  it("leave out what can be asked of no neighbor", () => {
    const one = { ...apart(22), sequence: new Int32Array(22) };
    expect(explainedColors(GROUPS, [column(GROUP_OF, { unit: "sequence" })], one, SEED)).toEqual([]);
  });

  const points = fc.array(
    fc.record({ x: fc.nat(40), y: fc.nat(40), kind: fc.nat(3), value: fc.integer({ min: -9, max: 9 }) }),
    { minLength: 12, maxLength: 60 },
  );
  const measured = (
    list: readonly { x: number; y: number; kind: number; value: number }[],
  ): ExplainedColor[] =>
    explainedColors(
      { dim: 2, coordinates: Float32Array.from(list.flatMap(({ x, y }) => [x, y])) },
      [
        column(list.map(({ kind }) => kind)),
        column(
          list.map(({ value }) => value),
          { color: "y", nAxes: 1 },
        ),
      ],
      apart(list.length),
      SEED,
    );

  it("do not depend on the order of the points, where many lie at equal distances", () => {
    fc.assert(
      fc.property(points, fc.nat(99), (list, seed) => {
        const order = [...shuffledIndices(list.length, seededRandom(seed))];
        expect(measured(order.map((i) => list[i]!))).toEqual(measured(list));
      }),
    );
  });

  it("do not depend on how the map is turned, mirrored, moved or scaled", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: -50, max: 50 }), (list, shift) => {
        const turned = list.map(({ x, y, ...rest }) => ({ x: 2 * (shift - y), y: 2 * (x + shift), ...rest }));
        const [now, before] = [measured(turned), measured(list)];
        expect(now.map(({ color }) => color).sort()).toEqual(before.map(({ color }) => color).sort());
        // Neighbors are summed in another order, so the last decimal may be rounded the other way.
        for (const { color, share } of before)
          expect(Math.abs((now.find((found) => found.color === color)?.share ?? NaN) - share)).toBeLessThan(
            0.0015,
          );
      }),
    );
  });

  it("are measured on a seeded sample of a large map", () => {
    const random = seededRandom(8);
    const n = 12_000;
    const map = { dim: 2, coordinates: Float32Array.from({ length: 2 * n }, () => random()) };
    const kinds = column(Array.from({ length: n }, (_, i) => Number(map.coordinates[2 * i]! > 0.5)));
    const shares = [1, 1, 2].map((seed) => shareOf(explainedColors(map, [kinds], apart(n), seed)) ?? NaN);
    expect(shares[0]).toBe(shares[1]);
    expect(Math.abs(shares[0]! - shares[2]!)).toBeLessThan(0.01);
    expect(shares[0]).toBeGreaterThan(0.95);
  });
});
