/** The table of all numbers of a head. */
import { expect, it } from "vitest";
import { measureRows } from "../../../../src/site/measures/measure-rows.ts";
import { head } from "../../../helpers/read-heads.ts";

it("has a row per number that the head has, with its chance and the page that explains it", () => {
  const rows = measureRows({ ...head({ induction: 0.456 }), alignment: {} as never, quality: {} }, "/base");
  expect(rows.find(({ title }) => title === "Induction")).toEqual({
    title: "Induction",
    path: "/base/measures/induction/",
    value: "0.46",
    chance: "0.30",
  });
  // Not of pictures, and not measured in this older atlas.
  expect(rows.map(({ title }) => title)).not.toContain("Same row");
  expect(rows.map(({ title }) => title)).not.toContain("Entropy (HeadVis)");
});
