import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import { hasContours } from "#drawing/map/has-contours.ts";

const of = (nTokens: number): Manifest => ({ dataset: { nTokens } }) as Manifest;

describe("a map has contours", () => {
  it("by itself where it is crowded, else where the reader wants them", () => {
    expect(hasContours({ contours: "auto", dim: 2 }, of(3999))).toBe(false);
    expect(hasContours({ contours: "auto", dim: 2 }, of(4000))).toBe(true);
    expect(hasContours({ contours: "on", dim: 2 }, of(10))).toBe(true);
    expect(hasContours({ contours: "off", dim: 2 }, of(90_000))).toBe(false);
  });

  it("never in three dimensions", () => {
    expect(hasContours({ contours: "on", dim: 3 }, of(90_000))).toBe(false);
  });
});
