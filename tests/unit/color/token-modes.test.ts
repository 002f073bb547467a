import { describe, expect, it } from "vitest";
import type { Coloring } from "#color/color-mode.ts";
import { distortionMode } from "#color/modes/distortion.ts";
import { frequencyMode } from "#color/modes/frequency.ts";
import { columnMode, rowMode } from "#color/modes/grid.ts";
import { normMode, sharedNormMode } from "#color/modes/norm.ts";
import { brightnessMode, patchColorMode } from "#color/modes/patch-color.ts";
import { positionMode, relativePositionMode } from "#color/modes/position.ts";
import { sequenceLengthMode } from "#color/modes/sequence-length.ts";
import { specialMode } from "#color/modes/special.ts";
import { tokenKindMode } from "#color/modes/token-kind.ts";
import { tokenLengthMode } from "#color/modes/token-length.ts";
import { KINDS, NEUTRAL } from "#color/palette.ts";
import { ramp } from "#color/ramps.ts";
import { legendOf, paintMode, step, tableOf } from "../../helpers/paint-mode.ts";
import { manifestOf, PICTURE, TEXT } from "../../helpers/tiny-tables.ts";

const colors = ({ color }: Coloring, tokens: readonly number[]): string[] =>
  tokens.map((token) => color(token, "query"));
const words = (n: number): string[] => Array.from({ length: n }, (_, i) => `w${i}`);

describe("positions", () => {
  it("end at 40 in longer sequences, whose later tokens are all as strong", () => {
    const coloring = paintMode(positionMode, tableOf([words(60), words(3)]));
    expect(legendOf(coloring)).toEqual(["0 … 40 and later"]);
    // 20 / 40 · 31 = 15.5
    expect(colors(coloring, [0, 20, 39, 40, 59, 62])).toEqual([0, 16, 30, 31, 31, 2].map(step));
  });

  it("have no last one before the tokens are loaded", () => {
    expect(legendOf(paintMode(positionMode, tableOf([])))).toEqual(["0 … "]);
  });

  it("are the first of a sequence of one token, and both ends of one of two", () => {
    const coloring = paintMode(relativePositionMode, tableOf([["a"], ["b", "c"]]));
    expect(colors(coloring, [0, 1, 2])).toEqual([0, 0, 31].map(step));
  });
});

describe("lengths", () => {
  it("of sequences range from the shortest to the longest, wherever these stand", () => {
    const coloring = paintMode(sequenceLengthMode, tableOf([words(4), words(2), words(7), words(5)]));
    expect(legendOf(coloring)).toEqual(["2 tokens … 7"]);
    // 2 / 5 · 31 = 12.4
    expect(colors(coloring, [0, 4, 6, 13])).toEqual([12, 0, 31, 19].map(step));
  });

  it("of tokens end at 12 letters, and say so where there are more", () => {
    const longest = (n: number): string[] =>
      legendOf(paintMode(tokenLengthMode, tableOf([["a", "x".repeat(n)]])));
    expect([1, 2, 12, 13].map(longest)).toEqual([
      ["1 letter … 1"],
      ["1 letter … 2"],
      ["1 letter … 12"],
      ["1 letter … 12 and more"],
    ]);
    const coloring = paintMode(tokenLengthMode, tableOf([["a", "x".repeat(12), "x".repeat(30)]]));
    expect(colors(coloring, [0, 1, 2])).toEqual([0, 31, 31].map(step));
  });

  it("of tokens count one letter where there are blanks alone, and characters of any plane as one", () => {
    expect(legendOf(paintMode(tokenLengthMode, tableOf([[" ", "  "]])))).toEqual(["1 letter … 1"]);
    expect(legendOf(paintMode(tokenLengthMode, tableOf([["🐢🐢", "a"]])))).toEqual(["1 letter … 2"]);
  });

  it("of tokens are not stretched by a special one, which has no such color", () => {
    const coloring = paintMode(tokenLengthMode, tableOf([["[endoftext]", " a", " abc"]]));
    expect(legendOf(coloring)).toEqual(["1 letter … 3", "without: special tokens"]);
    expect(colors(coloring, [0, 1, 2])).toEqual([NEUTRAL, step(0), step(31)]);
  });

  it("of vectors stand at queries first, then at keys", () => {
    const norms = Float32Array.of(1, 4, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1);
    const { color, ramp: shown } = paintMode(normMode, TEXT, { norms });
    expect(shown).toMatchObject({ low: "1.0", high: "4.0" });
    expect([color(1, "query"), color(0, "key"), color(1, "key")]).toEqual([
      step(31),
      ramp("key")[10],
      ramp("key")[0],
    ]);
  });

  it("of vectors are the least before they are loaded", () => {
    // Of 1, the shared range of 0 to 30 would have another color.
    for (const mode of [normMode, sharedNormMode]) {
      expect(colors(paintMode(mode, TEXT), [0, 7])).toEqual([step(0), step(0)]);
    }
  });
});

describe("distortion", () => {
  it("is strongest from a half on, at queries first, then at keys", () => {
    const distortion = Float32Array.from({ length: 16 }, (_, point) => point / 16);
    const { color } = paintMode(distortionMode, TEXT, { distortion });
    expect([0, 2, 7].map((token) => color(token, "query"))).toEqual([0, 8, 27].map(step));
    expect([0, 7].map((token) => color(token, "key"))).toEqual([31, 31].map((i) => ramp("key")[i]));
    const some = distortion.map((_, point) => (point === 9 ? 0.25 : 0));
    expect(paintMode(distortionMode, TEXT, { distortion: some }).color(1, "key")).toBe(ramp("key")[16]);
  });

  it("is none before it is loaded", () => {
    expect(colors(paintMode(distortionMode, TEXT), [0, 7])).toEqual([step(0), step(0)]);
  });
});

describe("frequency", () => {
  it("takes a doubling as one step, up to the most frequent token, wherever it stands", () => {
    const coloring = paintMode(frequencyMode, tableOf([["a", "b", "b", "b", "b", "c", "c", "d"]]));
    expect(legendOf(coloring)).toEqual(["once … 4 times"]);
    expect(colors(coloring, [0, 1, 5])).toEqual([0, 31, 16].map(step));
  });

  it("is once where nothing is told twice", () => {
    const coloring = paintMode(frequencyMode, tableOf([["a", "b"]]));
    expect(legendOf(coloring)).toEqual(["once … 1 time"]);
    expect(colors(coloring, [0, 1])).toEqual([step(0), step(0)]);
  });
});

describe("patches", () => {
  const patches = { rows: 2, columns: 3, nSpecial: 1, cellPx: 1, sheetColumns: 14, sheetRows: 1 };
  const manifest = { ...manifestOf(PICTURE), patches };
  /** Two pictures of 2 × 3 patches behind their [CLS]. */
  const pictures = tableOf([
    ["[CLS]", ...words(6)],
    ["[CLS]", ...words(6)],
  ]);

  it("lie in rows and columns of their own picture", () => {
    const [row, column] = [rowMode, columnMode].map((mode) => paintMode(mode, pictures, { manifest }));
    for (const start of [0, 7]) {
      const all = [0, 1, 2, 3, 4, 5, 6].map((i) => start + i);
      expect(colors(row!, all)).toEqual([NEUTRAL, ...[0, 0, 0, 31, 31, 31].map(step)]);
      expect(colors(column!, all)).toEqual([NEUTRAL, ...[0, 16, 31, 0, 16, 31].map(step)]);
    }
  });

  /** [CLS], then two grays, pure red, pure green, pure blue. */
  const shades = tableOf([["[CLS]", ...words(5)]]);
  const patchColors = Uint8Array.of(9, 9, 9, 127, 127, 127, 194, 194, 194, 255, 0, 0, 0, 255, 0, 0, 0, 255);

  it("are as bright as eyes see them: green most, blue least", () => {
    // 127 / 255 · 31 = 15.4, 194 / 255 · 31 = 23.6; 31 · 0.2126 = 6.6, 31 · 0.7152 = 22.2, 31 · 0.0722 = 2.2.
    const coloring = paintMode(brightnessMode, shades, { patchColors });
    expect(colors(coloring, [0, 1, 2, 3, 4, 5])).toEqual([NEUTRAL, ...[15, 24, 7, 22, 2].map(step)]);
  });

  it("have their own colors", () => {
    const coloring = paintMode(patchColorMode, shades, { patchColors });
    expect(colors(coloring, [0, 1, 3, 4, 5])).toEqual([NEUTRAL, "#7f7f7f", "#ff0000", "#00ff00", "#0000ff"]);
  });

  it("are gray, or dark, until their sheet is loaded", () => {
    expect(colors(paintMode(patchColorMode, shades), [0, 1])).toEqual([NEUTRAL, NEUTRAL]);
    expect(colors(paintMode(brightnessMode, shades), [0, 1])).toEqual([NEUTRAL, step(0)]);
  });
});

describe("special tokens", () => {
  it("have a color each, whatever blanks stand around them, and the text none, even of the same letters", () => {
    const table = tableOf([["[CLS]", "a", " [SEP]", "[SEP]", "[PAD]"]]);
    table.special[4] = 0;
    const coloring = paintMode(specialMode, table);
    expect(legendOf(coloring)).toEqual(["[CLS]: [CLS]", "[SEP]: [SEP]", "others: tokens of the text"]);
    expect(colors(coloring, [0, 1, 2, 3, 4])).toEqual([KINDS[0], NEUTRAL, KINDS[1], KINDS[1], NEUTRAL]);
    table.special[3] = 0;
    expect(colors(paintMode(specialMode, table), [2, 3])).toEqual([KINDS[1], NEUTRAL]);
  });

  it("beyond the ten that have colors are gray", () => {
    const table = tableOf([Array.from({ length: 11 }, (_, i) => `[${i}]`)]);
    const coloring = paintMode(specialMode, table);
    expect(coloring.entries).toHaveLength(11);
    expect([colors(coloring, [9, 10]), coloring.entryOf?.(10)]).toEqual([[KINDS[9], NEUTRAL], "others"]);
  });
});

describe("what a token is made of", () => {
  it.each([
    [" river", 0],
    ["1st", 0],
    ["don't", 0],
    ["語", 0],
    ["…", 1],
    [" ", 1],
    ["3.5", 2],
    ["½", 2],
  ])("of “%s” is kind %i: letters make a word of anything, digits a number of signs", (text, kind) => {
    const coloring = paintMode(tokenKindMode, tableOf([["x", text]]));
    expect(colors(coloring, [1])).toEqual([KINDS[kind]]);
    expect(coloring.entries).toHaveLength(3);
  });

  it("does not count for special tokens", () => {
    const { color, entryOf } = paintMode(tokenKindMode, tableOf([["[CLS]", "x"]]));
    expect([color(0, "query"), entryOf?.(0)]).toEqual([NEUTRAL, "special"]);
    expect([color(1, "query"), entryOf?.(1)]).toEqual([KINDS[0], "word"]);
  });
});
