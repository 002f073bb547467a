import { expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import { PLACES, placeWords, type PlaceWords } from "../../../../src/site/reading/head-places.ts";
import { pictures, text } from "../../../helpers/read-heads.ts";

const WITHIN = { self: 0.1 };
const at = (offset: number | "first", manifest: Manifest = text): PlaceWords =>
  placeWords({ offset }, manifest, WITHIN);

it("names every offset up to eight in both directions, and never by the way a causal model alone reads", () => {
  expect([-8, -3, -2, -1, 0, 1, 2, 8].map((offset) => at(offset).name)).toEqual([
    "the token eight before",
    "the token three before",
    "the token two before",
    "the previous token",
    "the token itself",
    "the next token",
    "the token two after",
    "the token eight after",
  ]);
  expect([-2, -1, 0, 1, 3].map((offset) => at(offset).title)).toEqual([
    "Two tokens before",
    "Previous token",
    "Itself",
    "Next token",
    "Three tokens after",
  ]);
});

it("gives different offsets different names", () => {
  const offsets = Array.from({ length: 17 }, (_, i) => i - 8);
  expect(new Set(offsets.map((offset) => at(offset).name)).size).toBe(17);
  expect(new Set(offsets.map((offset) => at(offset).title)).size).toBe(17);
});

it("counts patches in reading order", () => {
  expect(at(-1, pictures(1))).toEqual({
    name: "the previous patch in reading order",
    title: "Previous patch",
  });
  expect(at(2, pictures(1))).toEqual({
    name: "the patch two after in reading order",
    title: "Two patches after",
  });
  expect(at(0, pictures(1)).name).toBe("the patch itself");
});

it("knows what comes first", () => {
  expect(at("first").name).toBe("the first token");
  expect(at("first", pictures(0))).toEqual({ name: "the first patch", title: "First patch" });
  expect(at("first", pictures(1)).name).toBe("the token before the patches");
  expect(at("first", pictures(2)).name).toBe("the first of the tokens before the patches");
  expect(placeWords({ offset: "first" }, text, { self: null }).name).toBe(
    "the first token of the other sequence",
  );
});

it("has each measure and each offset once", () => {
  expect(new Set(PLACES.map(({ measure }) => measure)).size).toBe(PLACES.length);
  expect(new Set(PLACES.map(({ offset }) => offset)).size).toBe(PLACES.length);
});
