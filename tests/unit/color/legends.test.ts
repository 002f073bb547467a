import { describe, expect, it } from "vitest";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { ColorContext } from "#color/color-mode.ts";
import { colorModes, findMode, sheetModes } from "#color/modes.ts";
import { roleMode } from "#color/modes/role.ts";
import { legendOf, paintMode, tableOf } from "../../helpers/paint-mode.ts";
import { manifestOf, PICTURE, TEXT } from "../../helpers/tiny-tables.ts";

/** Name, title, group, what has to be loaded, and whether all heads are drawn in it. */
const OF_TEXT = [
  ["role", "Query or key", "head", undefined, true],
  ["attention", "Attention", "head", "attention", undefined],
  ["norm", "Vector length", "head", "points", undefined],
  ["distortion", "Distortion", "head", "points", undefined],
  ["norm-all", "Vector length, all heads", "head", "points", true],
  ["position", "Position", "token", undefined, true],
  ["position-mod-5", "Position modulo 5", "token", undefined, true],
  ["relative-position", "Relative position", "token", undefined, undefined],
  ["punctuation", "Word or punctuation", "token", undefined, true],
  ["length", "Token length", "token", undefined, undefined],
  ["sequence-length", "Sequence length", "token", undefined, undefined],
  ["frequency", "Token frequency", "token", undefined, true],
  ["special", "Special tokens", "token", undefined, undefined],
  ["kind", "Kind", "label", undefined, true],
];
const OF_PICTURES = [
  ...OF_TEXT.slice(0, 5),
  ["patch", "Patch color", "token", "patchColors", true],
  ["brightness", "Brightness", "token", "patchColors", undefined],
  ["row", "Row", "token", undefined, true],
  ["column", "Column", "token", undefined, true],
  ["special", "Special tokens", "token", undefined, undefined],
  ["label", "Label", "label", undefined, true],
  ["objectCover", "Object cover", "label", undefined, true],
];

describe("the modes of an atlas", () => {
  it.each([
    ["texts", TEXT, OF_TEXT],
    ["pictures", PICTURE, OF_PICTURES],
  ])(
    "of %s are offered in one order, under headings, as soon as they have what they need",
    (_, table, modes) => {
      const offered = colorModes(manifestOf(table), table);
      expect(
        offered.map(({ name, title, group, needs, onSheets }) => [name, title, group, needs, onSheets]),
      ).toEqual(modes);
    },
  );

  it("are drawn on sheets where they say something at that size, of labels only the first two", () => {
    const { dataset, ...rest } = manifestOf(TEXT);
    const labels = ["kind", "score", "year", "author"];
    const names = sheetModes({ ...rest, dataset: { ...dataset, labels } }, TEXT).map(({ name }) => name);
    expect(names).toEqual([
      "role",
      "norm-all",
      "position",
      "position-mod-5",
      "punctuation",
      "frequency",
      "kind",
      "score",
    ]);
  });

  it("have names that links carry: of 41 letters at most", () => {
    const { dataset, ...rest } = manifestOf(TEXT);
    const labels = ["x".repeat(41), "y".repeat(42)];
    const modes = colorModes({ ...rest, dataset: { ...dataset, labels } }, TEXT);
    expect(modes.slice(-2).map(({ name }) => name)).toEqual(["x".repeat(41), "label-2"]);
  });

  it("have names that differ in more than their case from the places of other labels, too", () => {
    const { dataset, ...rest } = manifestOf(TEXT);
    const labels = ["größe", "Label-1", "LABEL-2", "kind", "Kind"];
    const modes = colorModes({ ...rest, dataset: { ...dataset, labels } }, TEXT);
    expect(modes.slice(-5).map(({ name }) => name)).toEqual([
      "label-1",
      "label-2",
      "label-3",
      "kind",
      "label-5",
    ]);
  });
});

describe("a legend", () => {
  const loaded = (table: TokenTable): Partial<ColorContext> => ({
    // The longest vector is not the last one.
    norms: Float32Array.from({ length: table.nTokens * 2 }, (_, point) => [0.25, 12.5, 3][point % 3]!),
    distortion: new Float32Array(table.nTokens * 2),
    patchColors: new Uint8Array(table.nTokens * 3),
  });
  const legend = (table: TokenTable, name: string): string[] =>
    legendOf(paintMode(findMode(manifestOf(table), table, name), table, loaded(table)));

  it.each([
    ["role", ["query: query: what a token looks for", "key: key: what a token offers"]],
    ["attention", ["rest: no point is selected yet"]],
    ["norm", ["0.3 … 12.5"]],
    ["norm-all", ["0.0 … 30.0"]],
    ["distortion", ["true … not to be trusted"]],
    ["position", ["0 … 4"]],
    ["position-mod-5", ["0: 0, 5, 10 …", "1: 1, 6, 11 …", "2: 2, 7, 12 …", "3: 3, 8, 13 …", "4: 4, 9, 14 …"]],
    ["relative-position", ["first token … last token"]],
    [
      "punctuation",
      [
        "word: words and parts of words",
        "punctuation: punctuation and signs",
        "number: numbers",
        "special: special tokens",
      ],
    ],
    ["length", ["1 letter … 5", "without: special tokens"]],
    ["sequence-length", ["3 tokens … 5"]],
    ["frequency", ["once … 2 times"]],
    ["special", ["[CLS]: [CLS]", "others: tokens of the text"]],
    ["kind", ["story: story", "list: list"]],
  ])("of text, %s, says %j", (name, said) => {
    expect(legend(TEXT, name)).toEqual(said);
  });

  it.each([
    ["role", ["query: query (square): what a token looks for", "key: key (circle): what a token offers"]],
    ["patch", []],
    ["brightness", ["dark … bright", "without: no patch"]],
    ["row", ["top … bottom", "without: no patch"]],
    ["column", ["left … right", "without: no patch"]],
    ["special", ["[CLS]: [CLS]", "others: patches"]],
    ["objectCover", ["0 … 40"]],
  ])("of pictures, %s, says %j", (name, said) => {
    expect(legend(PICTURE, name)).toEqual(said);
  });

  it("says nothing of special tokens where there are none", () => {
    const plain = tableOf([["a", "bc"]]);
    for (const name of ["punctuation", "length"]) {
      expect(legend(plain, name).filter((said) => said.includes("special"))).toEqual([]);
    }
    const { patches, ...rest } = manifestOf(PICTURE);
    const manifest = { ...rest, patches: patches && { ...patches, nSpecial: 0 } };
    const tokens = { ...PICTURE, special: new Uint8Array(5) };
    for (const name of ["row", "column", "brightness"]) {
      expect(paintMode(findMode(manifest, tokens, name), tokens, { manifest }), name).not.toHaveProperty(
        "entries",
      );
    }
  });

  it("has entries for roles, and says where these belong to two sequences", () => {
    const within = paintMode(roleMode, TEXT);
    expect(within.entries?.map(({ role }) => role)).toEqual(["query", "key"]);
    expect(within.explanation).toBe(`${roleMode.explanation} Where both lie, the map is violet.`);
    const between = paintMode(roleMode, { ...TEXT, split: Uint32Array.of(3, 6) });
    expect(between.explanation).toMatch(/^Between two sequences/);
  });

  it("has ends of numbers before the lengths are loaded, too", () => {
    const norm = findMode(manifestOf(TEXT), TEXT, "norm");
    expect(legendOf(paintMode(norm, TEXT))).toEqual(["0.0 … 0.0"]);
  });
});
