import { describe, expect, it } from "vitest";
import type { Marks } from "../../../../src/figure/scene.ts";
import { markPath, ringLine } from "../../../../src/figure/svg/mark-path.ts";

const marks = (kind: Marks["kind"], ...at: number[]): Marks => ({
  ...{ type: "marks", color: "#2b9a68", opacity: 1 },
  kind,
  at,
});

describe("points as a path", () => {
  it("are discs from their left end around and back", () => {
    expect(markPath(marks("disc", 10, 20, 2, 30.126, 4, 2))).toBe(
      "M8 20a2 2 0 1 0 4 0 2 2 0 1 0-4 0M28.13 4a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
    );
  });

  it("are squares from their corner", () => {
    expect(markPath(marks("square", 10, 20, 2))).toBe("M8 18h4v4h-4z");
  });

  it("are rings of one line, whose outer edge is the radius, where all are of one size", () => {
    const rings = marks("ring", 10, 10, 4, 50, 10, 4);
    expect(ringLine(rings)).toBeCloseTo(4 * 0.58);
    // The line's middle lies at 0.71 of the radius: 10 − 2.84.
    expect(markPath(rings)).toBe(
      "M7.16 10a2.84 2.84 0 1 0 5.68 0 2.84 2.84 0 1 0-5.68 0M47.16 10a2.84 2.84 0 1 0 5.68 0 2.84 2.84 0 1 0-5.68 0",
    );
  });

  it("are rings with a hole that runs the other way where sizes differ", () => {
    const rings = marks("ring", 10, 10, 1, 50, 10, 2);
    expect(ringLine(rings)).toBeNull();
    expect(markPath(rings)).toBe(
      "M9 10a1 1 0 1 0 2 0 1 1 0 1 0-2 0m.58 0a.42 .42 0 1 1 .84 0 .42 .42 0 1 1-.84 0" +
        "M48 10a2 2 0 1 0 4 0 2 2 0 1 0-4 0m1.16 0a.84 .84 0 1 1 1.68 0 .84 .84 0 1 1-1.68 0",
    );
  });
});
