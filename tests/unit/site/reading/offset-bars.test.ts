import { expect, it } from "vitest";
import { offsetBars } from "../../../../src/site/reading/offset-bars.ts";
import { head, pictures, text } from "../../../helpers/read-heads.ts";

const far = { "offset-3": 0.05, "offset-2": 0.31, offset2: 0.04, offset8: 0.02 };
const chance = { "offset-3": 0.03, "offset-2": 0.02, offset2: 0.02, offset8: 0.02 };

it("draws a bar for every offset that has a number, from before the query to after it", () => {
  const figure = offsetBars({ ...text, causal: false }, head({ ...far, next: 0.1 }, chance));
  expect(figure?.bars.map(({ offset, value }) => [offset, value])).toEqual([
    [-3, 0.05],
    [-2, 0.31],
    [-1, 0.2],
    [0, 0.2],
    [1, 0.1],
    [2, 0.04],
    [8, 0.02],
  ]);
  expect(figure?.bars[1]).toMatchObject({ chance: 0.02, words: "the token two before: 0.31 (chance 0.02)" });
  expect(figure?.top).toBe(0.5);
});

it("draws none after the query of a causal head, which is not a head that looks there with 0", () => {
  const causal = offsetBars(text, head({ ...far, next: 0, offset2: null, offset8: null }, chance));
  expect(causal?.bars.map(({ offset }) => offset)).toEqual([-3, -2, -1, 0]);
});

it("has a scale that holds bars and chance, whichever is higher", () => {
  const low = { self: 0.04, previous: 0.04, next: 0.04 };
  expect(offsetBars(text, head({ ...low, "offset-2": 0.06 }, { ...low, "offset-2": 0.02 }))?.top).toBe(0.1);
  expect(offsetBars(text, head({ ...low, "offset-2": 0.06 }, { ...low, "offset-2": 0.2 }))?.top).toBe(0.25);
  expect(offsetBars(text, head({ ...low, "offset-2": 0.93 }, { ...low, "offset-2": 0.2 }))?.top).toBe(1);
});

it("is not there in pictures, in older atlases, and between two sequences", () => {
  expect(offsetBars(pictures(1), head({ "offset-2": null }))).toBeNull();
  expect(offsetBars(text, head())).toBeNull();
  const none = { self: null, previous: null, next: null, "offset-2": null };
  expect(offsetBars(text, head(none, none))).toBeNull();
});

it("says numbers alone where chance was not measured", () => {
  const { metrics } = head({ "offset-2": 0.3 });
  const bar = offsetBars(text, { metrics })?.bars[0];
  expect(bar).toEqual({ offset: -2, value: 0.3, words: "the token two before: 0.30" });
});
