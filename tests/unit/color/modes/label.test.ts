import { describe, expect, it } from "vitest";
import type { LabelValue } from "#atlas/tokens/token-labels.ts";
import { decodeTokens, encodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { Coloring } from "#color/color-mode.ts";
import { passesLegend } from "#color/filter-points.ts";
import { colorModes, findMode } from "#color/modes.ts";
import { labelMode, labelWords } from "#color/modes/label.ts";
import { KINDS, NEUTRAL } from "#color/palette.ts";
import { ramp } from "#color/ramps.ts";
import { manifestOf } from "../../../helpers/tiny-tables.ts";

/** A table of one-token sequences with this label of sequences. */
function tableOf(values: readonly LabelValue[], name = "score"): TokenTable {
  return decodeTokens(
    encodeTokens({
      tokens: values.map((_, i) => `t${i}`),
      starts: Uint32Array.from({ length: values.length + 1 }, (_, i) => i),
      special: new Uint8Array(values.length),
      sequenceLabels: new Map([[name, values]]),
      tokenLabels: new Map(),
    }),
  );
}

function paint(values: readonly LabelValue[], name = "score", color = name): Coloring {
  const tokens = tableOf(values, name);
  const manifest = manifestOf(tokens);
  const mode = findMode(manifest, tokens, color);
  expect(mode.name).toBe(color);
  const nothing = { norms: null, distortion: null, patchColors: null, attention: null };
  return mode.paint({ manifest, tokens, ...nothing, isSafe: false });
}

const step = (i: number): string => ramp("query")[i] ?? "";

describe("a label of numbers", () => {
  it("is a ramp with its range, of whole sequences as of tokens", () => {
    const { color, ramp: shown, entries } = paint([0, 0.25, 0.5, 1]);
    expect([0, 1, 2, 3].map((token) => color(token, "query"))).toEqual([0, 8, 16, 31].map(step));
    expect(shown).toMatchObject({ low: "0", high: "1" });
    expect(entries).toBeUndefined();
  });

  it("shows years as years, and few digits of others", () => {
    expect(paint([1900, 1987, 2024]).ramp).toMatchObject({ low: "1900", high: "2024" });
    expect(paint([1 / 3, 1e-7, 2e9 / 3]).ramp).toMatchObject({ low: "1e-7", high: "666667000" });
    expect(paint([1_700_000_001]).ramp).toMatchObject({ low: "1700000001", high: "1700000001" });
  });

  it("leaves those without a number gray, says so in the legend, and shows them alone where it is pressed", () => {
    const coloring = paint([2, null, 4, null]);
    expect([0, 1, 2, 3].map((token) => coloring.color(token, "query"))).toEqual([
      step(0),
      NEUTRAL,
      step(31),
      NEUTRAL,
    ]);
    expect(coloring.ramp).toMatchObject({ low: "2", high: "4" });
    expect(coloring.entries).toEqual([{ key: "without", color: NEUTRAL, label: "none" }]);
    const passes = passesLegend(coloring, { onlyRole: null, only: [0] });
    expect([0, 1, 2, 3].map((token) => passes?.(token, "key"))).toEqual([false, true, false, true]);
  });
});

describe("a label of texts", () => {
  it("paints several values at once as one kind", () => {
    const { color, entries } = paint([["b", "a"], "a", ["b", "a"], null]);
    expect(entries?.map(({ label }) => label)).toEqual(["b, a", "a", "none"]);
    expect([0, 1, 2, 3].map((token) => color(token, "key"))).toEqual([KINDS[0], KINDS[1], KINDS[0], NEUTRAL]);
  });

  it("tells a value called others from the others", () => {
    const values = ["others", "others", ...Array.from({ length: 11 }, (_, i) => `v${i}`), null];
    const coloring = paint(values);
    const keys = coloring.entries?.map(({ key }) => key) ?? [];
    expect(new Set(keys).size).toBe(11);
    expect(coloring.entries?.map(({ label }) => label).filter((label) => label.includes("others"))).toEqual([
      "others",
      "2 others, none",
    ]);
    const passes = passesLegend(coloring, { onlyRole: null, only: ["others"] });
    expect([0, 1, 12, 13].map((token) => passes?.(token, "key"))).toEqual([true, true, false, false]);
  });

  it.each(["constructor", "toString", "valueOf"])("may be called %s, in the address, too", (name) => {
    const { entries } = paint(["constructor", "__proto__", null], name);
    expect(entries?.map(({ label, color }) => [label, color])).toEqual([
      ["constructor", KINDS[0]],
      ["__proto__", KINDS[1]],
      ["none", NEUTRAL],
    ]);
  });

  it("stands in the address by its place where a link cannot carry its name", () => {
    expect(paint(["x"], "__proto__", "label-1").entries?.map(({ label }) => label)).toEqual(["x"]);
  });
});

describe("a label of many texts", () => {
  it("has a color for each of ten, however many tokens have each, and counts the others", () => {
    const values = Array.from({ length: 11 }, (_, i) => `v${i}`);
    const coloring = paint([...values, "v10", "v10", "v5"]);
    const first = ["v10", "v5", "v0", "v1", "v2", "v3", "v4", "v6", "v7", "v8"];
    expect(coloring.entries?.map(({ label }) => label)).toEqual([...first, "1 other"]);
    expect([coloring.color(9, "key"), coloring.entryOf?.(9)]).toEqual([NEUTRAL, "others"]);
  });

  it("says nothing of sequences without the label that have no tokens", () => {
    const tokens = tableOf(["a", "b"]);
    const labels = new Map([["score", { values: ["", "a", "b"], of: Uint16Array.of(1, 2) }]]);
    const coloring = labelMode("score").paint({
      ...{ manifest: manifestOf(tokens), tokens: { ...tokens, labels } },
      ...{ norms: null, distortion: null, patchColors: null, attention: null },
      ...({ isSafe: false } as const),
    });
    expect(coloring.entries?.map(({ label }) => label)).toEqual(["a", "b"]);
    expect([0, 1].map((token) => coloring.color(token, "key"))).toEqual([KINDS[0], KINDS[1]]);
  });
});

describe("a label that the tokens do not have", () => {
  it("is none of theirs", () => {
    const tokens = tableOf(["a", "b"]);
    const coloring = labelMode("year").paint({
      ...{ manifest: manifestOf(tokens), tokens },
      ...{ norms: null, distortion: null, patchColors: null, attention: null },
      ...({ isSafe: false } as const),
    });
    expect(coloring.entries).toEqual([{ key: "others", label: "none", color: NEUTRAL }]);
    expect([coloring.color(0, "key"), coloring.color(1, "query")]).toEqual([NEUTRAL, NEUTRAL]);
    expect(coloring).not.toHaveProperty("ramp");
  });
});

describe("a label's name", () => {
  it.each([
    ["kind", "kind"],
    ["objectCover", "object cover"],
    ["partOfSpeech_tag-set", "part of speech tag set"],
    ["URL", "url"],
  ])("is read as words: %s as %s", (name, words) => {
    expect(labelWords(name)).toBe(words);
  });
});

describe("labels of like names", () => {
  it("have each a name of its own in the address, which differs in more than its case", () => {
    const labels = ["Kind", "kind", "größe", "label-3", "label-1", "Position"];
    const table = tableOf(["x"]);
    const { dataset, ...rest } = manifestOf(table);
    const modes = colorModes({ ...rest, dataset: { ...dataset, labels } }, table);
    const names = modes.filter(({ group }) => group === "label").map(({ name }) => name);
    expect(names).toEqual(["Kind", "label-2", "label-3", "label-4", "label-5", "label-6"]);
    const all = modes.map(({ name }) => name.toLowerCase());
    expect(new Set(all).size).toBe(all.length);
  });
});
