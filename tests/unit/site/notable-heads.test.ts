import fc from "fast-check";
import { expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import { readHead } from "../../../src/site/head-reading.ts";
import { notableHeads, type NotableGroup } from "../../../src/site/notable-heads.ts";
import { head, text } from "../../helpers/read-heads.ts";

const row = (name: string, metrics: Parameters<typeof head>[0]) => head(metrics, {}, name);
const rows = [
  row("L0H0", { previous: 0.42 }),
  row("L0H1", { induction: 0.6, first: 0.9 }),
  row("L0H2", { first: 0.6, previous: 0.43 }),
  row("L0H3", { first: 0.7 }),
  row("L1H0", { self: 0.45 }),
  row("L1H1", { induction: 0.8 }),
  row("L1H2", { entropy: 0.2 }),
  row("L1H3", { previous: 0.9 }),
];
const named = (groups: readonly NotableGroup[]): [string, string[]][] =>
  groups.map(({ title, heads }) => [title, heads.map(({ head }) => head)]);

it("names every head that shows a habit, once, the strongest of each habit first", () => {
  expect(named(notableHeads(text, rows))).toEqual([
    ["Induction", ["L1H1", "L0H1"]],
    ["Previous token", ["L1H3"]],
    // L0H2 looks at the previous token, too, but more at the first one.
    ["First token", ["L0H3", "L0H2"]],
    ["Few tokens at a time", ["L1H2"]],
  ]);
});

it("says of each what its own page says", () => {
  for (const { head, reading } of notableHeads(text, rows).flatMap(({ heads }) => heads))
    expect(reading).toBe(
      rows.filter((each) => each.head === head).map((each) => readHead(text, each).text)[0],
    );
});

it("names no head twice and leaves none out, whatever the numbers are", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const metrics = fc.record({ entropy: share, first: share, previous: share, self: share, induction: share });
  fc.assert(
    fc.property(fc.array(metrics, { maxLength: 30 }), (all) => {
      const heads = all.map((each, i) => row(`L${i}H0`, each));
      const listed = named(notableHeads(text, heads)).flatMap(([, names]) => names);
      const withHabit = heads.filter((each) => readHead(text, each).habit !== null);
      expect(listed.toSorted()).toEqual(withHabit.map((each) => each.head).toSorted());
    }),
  );
});

it("names heads that are known by their map alone after all others, each under what sorts it", () => {
  const by = (color: string, share: number) => ({ explained: { attention2: [{ color, share }] } });
  const sorted = [
    { ...head({}, {}, "L0H0"), ...by("position", 0.6) },
    { ...head({}, {}, "L0H1"), ...by("position", 0.9) },
    { ...head({ previous: 0.9 }, {}, "L0H2"), ...by("position", 0.95) },
    { ...head({}, {}, "L0H3"), ...by("partOfSpeech", 0.7) },
    { ...head({}, {}, "L1H0"), ...by("position", 0.4) },
  ];
  expect(named(notableHeads(text, sorted))).toEqual([
    ["Previous token", ["L0H2"]],
    ["Sorts by position", ["L0H1", "L0H0"]],
    ["Sorts by part of speech", ["L0H3"]],
  ]);
});

it("names none where no head has a habit", () => {
  expect(notableHeads(text, [head(), head({ previous: 0.3 })])).toEqual([]);
});

it("names none of an atlas from before chance was measured", () => {
  const { chance, ...older } = head({ induction: 0.9, first: 0.9 });
  expect(chance).toBeDefined();
  expect(notableHeads(text, [older])).toEqual([]);
});

it("reads each head in the words of its own tower", () => {
  const tower = { name: "vision", heads: [1], reads: { kind: "images", patches: { nSpecial: 0 } } };
  const both = { ...text, towers: [{ name: "text", heads: [1] }, tower] } as unknown as Manifest;
  const groups = notableHeads(both, [row("text-L0H0", { first: 0.8 }), row("vision-L0H0", { first: 0.9 })]);
  expect(named(groups)).toEqual([
    ["First token", ["text-L0H0"]],
    ["First patch", ["vision-L0H0"]],
  ]);
});
