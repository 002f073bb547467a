import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { findSpecies, SPECIES_OPTIONS } from "#relations/species/find-species.ts";
import type { Features } from "#relations/species/nonnegative.ts";
import { foundAgain, foundAtLimits, N_HALVES } from "#relations/species/stability.ts";

const features = (rows: readonly (readonly number[])[]): Features => ({
  n: rows.length,
  nFeatures: rows[0]!.length,
  values: Float64Array.from(rows.flat()),
});

/** Three species over five features; the third one shows in two of them. */
const PLANTED = [
  [1, 0, 0, 0, 0],
  [0, 1, 0, 0, 0],
  [0, 0, 1, 0.5, 0],
] as const;

/** Heads that hold these amounts of the planted species. */
const mixed = (amounts: readonly (readonly number[])[], noise = (): number => 0): Features =>
  features(
    amounts.map((own) =>
      PLANTED[0].map((_, f) => own.reduce((sum, amount, k) => sum + amount * PLANTED[k]![f]!, noise())),
    ),
  );

const HEADS = [
  [0.9, 0, 0],
  [0.7, 0, 0],
  [0, 0.8, 0],
  [0, 0, 0.85],
  [0.4, 0.5, 0],
  [0, 0.05, 0.02],
];

describe("the species of heads", () => {
  it("are those that were planted, with every head's own amounts of them", () => {
    const { profiles, amounts, unexplained, explained } = findSpecies(mixed(HEADS));
    // Founded by the heads that hold most: the third one's two features make it the longest.
    expect(profiles.map((profile) => [...profile])).toEqual([PLANTED[2], PLANTED[0], PLANTED[1]]);
    HEADS.forEach(([a, b, c], head) => {
      const own = [...amounts.subarray(head * 3, head * 3 + 3)];
      [c, a, b].forEach((amount, k) => expect(own[k]).toBeCloseTo(amount!, 4));
      expect(unexplained[head]).toBeCloseTo(0, 4);
    });
    expect(explained).toBeCloseTo(1, 6);
  });

  it("are found under noise, and in whatever order the heads come", () => {
    const random = seededRandom(5);
    const noisy = mixed(
      Array.from({ length: 60 }, (_, i) => HEADS[i % HEADS.length]!),
      () => 0.04 * random(),
    );
    const order = Array.from({ length: 60 }, (_, i) => i);
    fc.assert(
      fc.property(fc.shuffledSubarray(order, { minLength: 60 }), (shuffled) => {
        const rows = shuffled.map((i) => [...noisy.values.subarray(i * 5, i * 5 + 5)]);
        const { profiles } = findSpecies(features(rows));
        const tops = profiles.map((profile) => profile.indexOf(1)).sort();
        expect(tops).toEqual([0, 1, 2]);
      }),
      { numRuns: 10 },
    );
    expect(foundAgain(noisy, findSpecies(noisy).profiles)).toEqual([N_HALVES, N_HALVES, N_HALVES]);
  });

  it("are none where no head is beyond chance by more than the limit", () => {
    const { leastLeft } = SPECIES_OPTIONS;
    const quiet = findSpecies(
      features([
        [leastLeft, 0, 0],
        [0, 0.1, 0],
      ]),
    );
    expect(quiet.profiles).toEqual([]);
    expect([...quiet.unexplained]).toEqual([leastLeft, 0.1]);
    expect(findSpecies(features([[0, 0]])).profiles).toEqual([]);
  });

  it("say nothing of a head that lacks the numbers in which they show", () => {
    // The second head has no number of the feature that makes the species, and a little of one beside it.
    const { profiles, amounts, unexplained } = findSpecies(
      features([
        [1, 0.2],
        [NaN, 0.2],
        [0.5, NaN],
      ]),
    );
    expect(profiles.map((profile) => [...profile])).toEqual([[1, 0.2]]);
    expect(amounts[0]).toBeCloseTo(1, 6);
    expect(amounts[1]).toBe(0);
    expect(unexplained[1]).toBeCloseTo(0.2, 6);
    expect(amounts[2]).toBeCloseTo(0.5, 6);
  });

  it("are found beyond a head that founds none because its own species would explain less in all", () => {
    const random = seededRandom(11);
    for (let trial = 0; trial < 20; trial++) {
      const rows = Array.from({ length: 12 }, () => Array.from({ length: 4 }, () => random() ** 3));
      const { profiles, unexplained } = findSpecies(features(rows));
      expect(profiles.length).toBeGreaterThan(1);
      // What is left above the limit is little beside what the heads hold.
      const left = unexplained.filter((length) => length > SPECIES_OPTIONS.leastLeft);
      expect(left.length).toBeLessThan(rows.length / 3);
    }
  });

  it("are no more than asked for", () => {
    expect(findSpecies(mixed(HEADS), { ...SPECIES_OPTIONS, mostSpecies: 2 }).profiles).toHaveLength(2);
  });

  it("of a single head are not found again where it is missing", () => {
    const rare = features([[0, 1], ...Array.from({ length: 19 }, () => [0.9, 0])]);
    const { profiles } = findSpecies(rare);
    const [often, seldom] = foundAgain(rare, profiles).sort((a, b) => b - a);
    expect(often).toBe(N_HALVES);
    expect(seldom).toBeGreaterThan(0);
    expect(seldom).toBeLessThan(N_HALVES);
  });

  it("of several heads that are nearly one are in a half together, or in none", () => {
    const copies = 6;
    const rows = [
      ...Array.from({ length: copies }, () => [0, 1]),
      ...Array.from({ length: 14 }, () => [0.9, 0]),
    ];
    const rare = features(rows);
    const { profiles } = findSpecies(rare);
    const own = profiles.findIndex((profile) => profile[1] === 1);
    expect(foundAgain(rare, profiles)[own]).toBe(N_HALVES);
    const kin = rows.map((_, head) => Math.max(0, head - copies + 1));
    const together = foundAgain(rare, profiles, { kin })[own];
    expect(together).toBeGreaterThan(0);
    expect(together).toBeLessThan(N_HALVES);
  });

  it("depend on the limit if a head holds little more than it", () => {
    const faint = features([
      [0.9, 0],
      [0.9, 0],
      [0, 0.27],
    ]);
    const { profiles } = findSpecies(faint);
    expect(foundAtLimits(faint, profiles, [0.2, 0.3])).toEqual([2, 1]);
  });
});
