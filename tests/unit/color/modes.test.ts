import { describe, expect, it } from "vitest";
import type { Role } from "#atlas/role-colors.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { ColorContext, Coloring } from "#color/color-mode.ts";
import { colorModes, findMode } from "#color/modes.ts";
import { KINDS, NAMED, NEUTRAL } from "#color/palette.ts";
import { ramp } from "#color/ramps.ts";
import { manifestOf, PICTURE, TEXT } from "../../helpers/tiny-tables.ts";

function paint(table: TokenTable, name: string, more: Partial<ColorContext> = {}): Coloring {
  const manifest = manifestOf(table);
  const mode = findMode(manifest, table, name);
  expect(mode.name).toBe(name);
  return mode.paint({
    manifest,
    tokens: table,
    norms: Float32Array.from({ length: table.nTokens * 2 }, (_, point) => point),
    distortion: Float32Array.from({ length: table.nTokens * 2 }, (_, point) => point / 20),
    patchColors: Uint8Array.of(9, 9, 9, 255, 0, 0, 0, 255, 0, 255, 255, 255, 0, 0, 0),
    attention: null,
    isSafe: false,
    ...more,
  });
}

/** Steps of the ramps, from 0 to 31. */
const step = (role: Role, i: number): string => ramp(role)[i] ?? "";
const q = (i: number): string => step("query", i);
const k = (i: number): string => step("key", i);

/** Mode, token, and its color as a query and as a key. */
const OF_TEXT: [mode: string, token: number, query: string, key: string][] = [
  ["role", 2, "#2b9a68", "#d9488b"],
  ["position", 0, q(0), k(0)],
  ["position", 2, q(16), k(16)],
  ["position", 4, q(31), k(31)],
  ["position", 6, q(8), k(8)],
  ["relative-position", 1, q(8), k(8)],
  ["relative-position", 4, q(31), k(31)],
  ["relative-position", 6, q(16), k(16)],
  ["relative-position", 7, q(31), k(31)],
  ["position-mod-5", 0, KINDS[0]!, KINDS[0]!],
  ["position-mod-5", 4, KINDS[4]!, KINDS[4]!],
  ["position-mod-5", 7, KINDS[2]!, KINDS[2]!],
  ["punctuation", 0, NEUTRAL, NEUTRAL],
  ["punctuation", 1, KINDS[0]!, KINDS[0]!],
  ["punctuation", 3, KINDS[1]!, KINDS[1]!],
  ["punctuation", 4, KINDS[2]!, KINDS[2]!],
  ["length", 0, NEUTRAL, NEUTRAL],
  ["length", 1, q(16), k(16)],
  ["length", 2, q(31), k(31)],
  ["length", 3, q(0), k(0)],
  ["length", 4, q(8), k(8)],
  ["sequence-length", 0, q(31), k(31)],
  ["sequence-length", 7, q(0), k(0)],
  ["frequency", 2, q(0), k(0)],
  ["frequency", 6, q(31), k(31)],
  ["special", 0, KINDS[0]!, KINDS[0]!],
  ["special", 1, NEUTRAL, NEUTRAL],
  ["norm", 0, q(0), k(17)],
  ["norm", 7, q(14), k(31)],
  ["norm-all", 0, q(0), k(8)],
  ["norm-all", 7, q(7), k(16)],
  ["attention", 1, NEUTRAL, NEUTRAL],
  ["kind", 0, KINDS[0]!, KINDS[0]!],
  ["kind", 7, KINDS[1]!, KINDS[1]!],
];

const OF_PICTURES: typeof OF_TEXT = [
  ["role", 2, "#2b9a68", "#d9488b"],
  ["row", 0, NEUTRAL, NEUTRAL],
  ["row", 2, q(0), k(0)],
  ["row", 3, q(31), k(31)],
  ["column", 1, q(0), k(0)],
  ["column", 2, q(31), k(31)],
  ["patch", 0, NEUTRAL, NEUTRAL],
  ["patch", 1, "#ff0000", "#ff0000"],
  ["patch", 3, "#ffffff", "#ffffff"],
  ["brightness", 0, NEUTRAL, NEUTRAL],
  ["brightness", 1, q(7), k(7)],
  ["brightness", 3, q(31), k(31)],
  ["brightness", 4, q(0), k(0)],
  ["special", 0, KINDS[0]!, KINDS[0]!],
  ["special", 4, NEUTRAL, NEUTRAL],
  ["norm", 4, q(14), k(31)],
  ["attention", 1, NEUTRAL, NEUTRAL],
  ["label", 3, KINDS[0]!, KINDS[0]!],
  ["objectCover", 2, q(16), k(16)],
  ["objectCover", 4, q(31), k(31)],
];

describe("a color mode", () => {
  it.each(OF_TEXT)("of text, %s, paints token %i %s and %s", (mode, token, query, key) => {
    const { color } = paint(TEXT, mode);
    expect([color(token, "query"), color(token, "key")]).toEqual([query, key]);
  });

  it.each(OF_PICTURES)("of pictures, %s, paints patch %i %s and %s", (mode, token, query, key) => {
    const { color } = paint(PICTURE, mode);
    expect([color(token, "query"), color(token, "key")]).toEqual([query, key]);
  });

  it.each([TEXT, PICTURE])(
    "paints every point before anything is loaded, and says what its colors mean",
    (table) => {
      const manifest = manifestOf(table);
      for (const mode of colorModes(manifest, table)) {
        const { color, entries, ramp: colors } = paint(table, mode.name, { norms: null, patchColors: null });
        for (let token = 0; token < table.nTokens; token++) {
          for (const role of ["query", "key"] as const) expect(color(token, role)).toMatch(/^#[0-9a-f]{6}$/);
        }
        expect(mode.explanation).toMatch(/\.$/);
        if (mode.name !== "patch") expect(entries ?? colors, mode.name).toBeDefined();
      }
    },
  );

  it("has an entry in its legend for every color that is not on its ramp", () => {
    for (const table of [TEXT, PICTURE]) {
      for (const { name } of colorModes(manifestOf(table), table)) {
        const { color, entries = [], entryOf } = paint(table, name);
        for (let token = 0; entryOf && token < table.nTokens; token++) {
          const key = entryOf(token);
          const entry = entries.find((candidate) => candidate.key === key);
          if (key !== null) expect(entry?.color, `${name} ${token}`).toBe(color(token, "query"));
        }
      }
    }
  });

  it("of attention paints what the selected query attends to, and grays all else", () => {
    const attention = {
      role: "key" as const,
      weights: new Map([
        [0, 0.64],
        [1, 0.16],
        [2, 0],
      ]),
    };
    const { color, ramp: colors } = paint(TEXT, "attention", { attention });
    expect([0, 1, 2].map((token) => color(token, "key"))).toEqual([k(31), k(16), k(0)]);
    expect([color(0, "query"), color(6, "key")]).toEqual([NEUTRAL, NEUTRAL]);
    expect(colors).toMatchObject({ low: "0", high: "0.64" });
    expect(Object.keys(colors?.colors ?? {})).toEqual(["key"]);
  });

  it("takes colors for all eyes where the reader prefers them", () => {
    const { color } = paint(TEXT, "role", { isSafe: true });
    expect([color(0, "query"), color(0, "key")]).toEqual(["#0072b2", "#d55e00"]);
    const safe = paint(TEXT, "position", { isSafe: true });
    expect(safe.color(4, "query")).toBe(ramp("query", true)[31]);
  });

  it("gives the ten most frequent values of a label a color each, and the rest one", () => {
    const values = Array.from({ length: 12 }, (_, i) => `v${i}`);
    // v0 once, v1 twice … v11 twelve times.
    const of = Uint16Array.from(values.flatMap((_, i) => Array.from({ length: i + 1 }, () => i)));
    const table = { ...TEXT, nTokens: of.length, labels: new Map([["kind", { values, of }]]) };
    const manifest = { ...manifestOf(TEXT), dataset: { ...manifestOf(TEXT).dataset, labels: ["kind"] } };
    const { color, entries } = findMode(manifest, table, "kind").paint({
      manifest,
      tokens: table,
      norms: null,
      distortion: null,
      patchColors: null,
      attention: null,
      isSafe: false,
    });
    expect(entries?.map(({ label }) => label)).toEqual([
      "v11",
      "v10",
      "v9",
      "v8",
      "v7",
      "v6",
      "v5",
      "v4",
      "v3",
      "v2",
      "2 others",
    ]);
    expect([color(of.length - 1, "key"), color(0, "key")]).toEqual([KINDS[0], NEUTRAL]);
  });
});

describe("a token that is bytes", () => {
  const bytes = {
    ...TEXT,
    nTokens: 5,
    vocab: ["<s>", "<F0 9F>", " <98>", "\n", " <br>"],
    ids: Uint16Array.of(0, 1, 2, 3, 4),
    special: Uint8Array.of(1, 0, 0, 0, 0),
  };

  it("is no word, though its digits are letters", () => {
    const { entryOf, entries } = paint(bytes, "punctuation");
    expect([0, 1, 2, 3, 4].map((token) => entryOf?.(token))).toEqual([
      "special",
      "bytes",
      "bytes",
      "punctuation",
      "word",
    ]);
    expect(entries?.map(({ label }) => label)).toContain("bytes of a character");
    expect(paint(TEXT, "punctuation").entries?.map(({ key }) => key)).not.toContain("bytes");
  });

  it("is as long as one letter", () => {
    const { color } = paint(bytes, "length");
    expect([1, 2, 4].map((token) => color(token, "query"))).toEqual([q(0), q(0), q(31)]);
  });
});

describe("a label that not every token has", () => {
  it("leaves those without it gray, and says so in the legend", () => {
    const of = Uint16Array.of(0, 0, 0, 1, 2, 2, 0, 0);
    const table = { ...TEXT, labels: new Map([["means", { values: ["", "hero", "thing"], of }]]) };
    const { color, entries } = paint(table, "means");
    expect([0, 3, 4].map((token) => color(token, "key"))).toEqual([NEUTRAL, KINDS[1], KINDS[0]]);
    expect(entries?.map(({ label }) => label)).toEqual(["thing", "hero", "none"]);
  });
});

describe("a label that names colors", () => {
  const painted = (values: readonly string[]): string[] => {
    const table = {
      ...TEXT,
      labels: new Map([["hue", { values, of: Uint16Array.of(0, 0, 1, 1, 1, 0, 0, 1) }]]),
    };
    return (paint(table, "hue").entries ?? []).map(({ label, color }) => `${label} ${color}`);
  };

  it("is painted in them, and in others as soon as one of its values is no color", () => {
    expect(painted(["blue", "red"])).toEqual([`blue ${NAMED["blue"]!}`, `red ${NAMED["red"]!}`]);
    expect(painted(["blue", "sky"])).toEqual([`blue ${KINDS[0]!}`, `sky ${KINDS[1]!}`]);
  });
});

describe("the modes of an atlas", () => {
  const names = (table: TokenTable): string[] =>
    colorModes(manifestOf(table), table).map((mode) => mode.name);

  it("are those that make sense for it", () => {
    expect(names(TEXT)).not.toEqual(expect.arrayContaining(["row"]));
    for (const name of ["punctuation", "frequency", "position", "length"])
      expect(names(PICTURE)).not.toContain(name);
    for (const name of ["row", "column", "patch", "brightness"]) expect(names(TEXT)).not.toContain(name);
    expect(new Set(names(TEXT)).size).toBe(names(TEXT).length);
  });

  it("offer special tokens only where there are some, and the shared scale only where it is known", () => {
    const plain = { ...TEXT, special: new Uint8Array(TEXT.nTokens) };
    const older = manifestOf(TEXT);
    delete (older as { normRange?: unknown }).normRange;
    expect(colorModes(manifestOf(TEXT), plain).map((mode) => mode.name)).not.toContain("special");
    expect(colorModes(manifestOf(TEXT), null).map((mode) => mode.name)).not.toContain("special");
    expect(colorModes(older, TEXT).map((mode) => mode.name)).not.toContain("norm-all");
  });

  it("give a label its own name in the address, unless a mode has it or a link could not carry it", () => {
    const { dataset, ...rest } = manifestOf(TEXT);
    const labels = ["kind", "position", "part of speech", "special"];
    const modes = colorModes({ ...rest, dataset: { ...dataset, labels } }, TEXT).filter(
      ({ group }) => group === "label",
    );
    expect(modes.map(({ name }) => name)).toEqual(["kind", "label-2", "label-3", "label-4"]);
    expect(modes.map(({ title }) => title)).toEqual(["Kind", "Position", "Part of speech", "Special"]);
  });

  it("fall back to the first for a name that no mode has", () => {
    expect(findMode(manifestOf(TEXT), TEXT, "no-such-mode").name).toBe("role");
  });
});
