import { expect, it } from "vitest";
import { patchObject } from "#atlas/tokens/patch-object.ts";

it("is the same where all labels are the same, and another one where any differs", () => {
  expect(patchObject(["star", "red"])).toBe(patchObject(["star", "red"]));
  expect(patchObject(["star", "red"])).not.toBe(patchObject(["star", "blue"]));
  // What is written in one label is not what is written in the other.
  expect(patchObject(["star", ""])).not.toBe(patchObject(["", "star"]));
  expect(patchObject(["star", "none"])).toBe(patchObject(["star", ""]));
});

it("is none where nothing is written, or one label calls it the background", () => {
  for (const labels of [[], [""], ["", "None"], ["background", ""], ["Background", "sand"]])
    expect(patchObject(labels)).toBeNull();
});
