import { expect, it } from "vitest";
import { habitWords, sortedWords } from "../../../src/site/head-words.ts";
import { head } from "../../helpers/read-heads.ts";
import { manifestOf, TEXT } from "../../helpers/tiny-tables.ts";

const whole = manifestOf(TEXT);

it("names the habit of a head in a few words, as the list of notable heads does", () => {
  expect(habitWords(whole, head({ induction: 0.8 }))).toBe("induction");
  expect(habitWords(whole, head({ previous: 0.9 }))).toBe("previous token");
  expect(habitWords(whole, head({}))).toBe("");
});

it("says what sorts the map of a head in the words of the color modes", () => {
  const sorted = (color: string, share: number): string =>
    sortedWords(whole, { ...head({}), explained: { umap2: [{ color, share }] } });
  expect(sorted("position", 0.9)).toBe("by position");
  expect(sorted("kind", 0.9)).toBe("by kind");
  // Queries and keys lie apart on most maps, and too little is nothing.
  expect([sorted("role", 0.9), sorted("position", 0.1), sortedWords(whole, head({}))]).toEqual(["", "", ""]);
  expect(sorted("a color of another atlas", 0.9)).toBe("");
});
