import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { sortHeads, type SortedHead } from "../../../../src/site/species/sort-heads.ts";
import { sharedMeasures, stabilityWords } from "../../../../src/site/species/species-words.ts";
import { countOfMembers } from "../../../../src/site/species/species-words.ts";
import { typicalMembers } from "../../../../src/site/species/typical-members.ts";

const CHANCE = 0.1;
const NAMES = ["self", "previous", "next", "first", "induction", "duplicate", "sameRow"] as const;

/** A head whose shares are all at chance but these, which are so far on the way to always. */
function head(
  manifest: Manifest,
  name: string,
  beyond: Partial<Record<(typeof NAMES)[number], number | null>>,
  entropy = 0.5,
): SortedHead {
  const valueOf = (key: (typeof NAMES)[number]): number | null => {
    const share = beyond[key];
    return share === null ? null : CHANCE + (share ?? 0) * (1 - CHANCE);
  };
  const metrics = { entropy, ...Object.fromEntries(NAMES.map((key) => [key, valueOf(key)])) };
  const chance = { entropy: 1, ...Object.fromEntries(NAMES.map((key) => [key, CHANCE])) };
  return { manifest, numbers: { head: name, metrics, chance } as unknown as HeadNumbers };
}

const modelOf = (slug: string, checkpoint?: { of: string; step: number }): Manifest =>
  ({ model: { slug, name: slug, ...(checkpoint ? { checkpoint } : {}) } }) as unknown as Manifest;
const [a, b] = [modelOf("a"), modelOf("b")];
const early = modelOf("a-early", { of: "a", step: 1 });

const HEADS = [
  head(a, "L0H0", { previous: 0.9 }),
  head(b, "L0H0", { previous: 0.7, sameRow: null }),
  head(early, "L0H0", { previous: 0.8 }),
  head(a, "L1H0", { induction: 0.8, first: 0.2 }),
  head(a, "L1H1", { first: 0.6, induction: 0.2 }),
  head(b, "L1H0", {}, 1),
  head(b, "L1H1", { self: 0.1 }),
];

describe("heads of several models", () => {
  const guide = sortHeads(HEADS);

  it("are sorted into the species that their numbers show, by name", () => {
    const found = guide.species.map(({ name, slug, members }) => [
      name,
      slug,
      members.map(({ head }) => head),
    ]);
    expect(found).toEqual([
      ["Previous token", "previous-token", [0, 2, 1]],
      ["Even attention", "even-attention", [5]],
      ["First token", "first-token", [4]],
      ["Induction", "induction", [3]],
    ]);
  });

  it("may hold of two species, and a head of none is said to be of none", () => {
    const held = (at: number): [string, number][] =>
      guide.ofHead[at]!.map(({ species, amount }) => [species.slug, Number(amount.toFixed(1))]);
    expect(held(3)).toEqual([
      ["induction", 0.8],
      ["first-token", 0.2],
    ]);
    expect(held(4)).toEqual([
      ["first-token", 0.6],
      ["induction", 0.2],
    ]);
    expect(guide.ofNone).toEqual([6]);
    expect(held(6)).toEqual([]);
  });

  it("are shown model by model, the ends of trainings before earlier stages", () => {
    const [previous] = guide.species;
    expect(typicalMembers(guide, previous!, 2).map(({ head }) => head)).toEqual([0, 1]);
    expect(typicalMembers(guide, previous!, 9).map(({ head }) => head)).toEqual([0, 1, 2]);
    expect(countOfMembers(guide, previous!)).toBe("3 heads of 3 models");
  });

  it("have their shared measures beside those of all others and beside chance", () => {
    const [row, ...others] = sharedMeasures(guide, guide.species[0]!);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ id: "previous", title: "Previous token" });
    // 0.1 + 0.9 times 0.9, 0.7 and 0.8, on average; the others are at chance.
    expect(row!.members).toBeCloseTo(0.82, 9);
    expect(row!.others).toBeCloseTo(CHANCE, 9);
    expect(row!.chance).toBeCloseTo(CHANCE, 9);
  });

  it("are a species that is as stable as random halves say", () => {
    expect(stabilityWords(guide.species[0]!)).toMatch(
      /^It was found again in \d+ of 10 random halves of the heads\.$/,
    );
    expect(stabilityWords(guide.species[3]!)).toMatch(/a half may lack its only head\.$/);
  });

  it("without chance values are of no species, and none is made up", () => {
    const older = sortHeads(
      HEADS.map(({ manifest, numbers }) => ({
        manifest,
        numbers: { head: numbers.head, metrics: numbers.metrics } as HeadNumbers,
      })),
    );
    expect(older.species).toEqual([]);
    expect(older.ofNone).toHaveLength(HEADS.length);
    expect(sortHeads([]).species).toEqual([]);
  });
});
