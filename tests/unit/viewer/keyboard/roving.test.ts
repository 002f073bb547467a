import { describe, expect, it } from "vitest";
import { rovingTarget } from "#viewer/keyboard/roving.ts";

describe("arrow keys among buttons", () => {
  it("stay in one of two columns up and down, and change it left and right", () => {
    const columns = { across: 3, down: 1, run: 3 };
    expect(rovingTarget("ArrowDown", 0, 6, columns)).toBe(1);
    expect(rovingTarget("ArrowDown", 2, 6, columns)).toBeNull();
    expect(rovingTarget("ArrowUp", 3, 6, columns)).toBeNull();
    expect(rovingTarget("ArrowRight", 2, 6, columns)).toBe(5);
    expect(rovingTarget("ArrowRight", 5, 6, columns)).toBeNull();
    expect(rovingTarget("Home", 5, 6, columns)).toBe(3);
    expect(rovingTarget("End", 0, 6, columns)).toBe(2);
  });

  it("walk over the rows of a picture", () => {
    const grid = { across: 1, down: 8, run: 8 };
    expect(rovingTarget("ArrowDown", 5, 65, grid)).toBe(13);
    expect(rovingTarget("ArrowRight", 7, 65, grid)).toBeNull();
    expect(rovingTarget("ArrowDown", 56, 65, grid)).toBe(64);
    expect(rovingTarget("x", 5, 65, grid)).toBeNull();
  });
});
