import { describe, expect, it } from "vitest";
import { orientationOf } from "#pipeline/project/orientation.ts";

const text = { starts: Uint32Array.of(0, 3, 5), keyStarts: null, ids: null, grid: null };
const column = (orientation: Float32Array, at: 0 | 1): number[] =>
  Array.from(orientation.filter((_, i) => i % 2 === at));

describe("orientationOf", () => {
  it("has later tokens of a sequence to the right, queries and keys alike", () => {
    const right = column(orientationOf(text), 0);
    expect(right).toHaveLength(10);
    expect(right.slice(0, 5)).toEqual(right.slice(5));
    expect(right[0]!).toBeLessThan(right[1]!);
    expect(right[1]!).toBeLessThan(right[2]!);
    expect(right[3]).toBe(right[0]);
  });

  it("has tokens that occur often above rare ones", () => {
    const up = column(orientationOf({ ...text, ids: Uint32Array.of(7, 8, 7, 7, 9) }), 1);
    expect(up[0]).toBe(up[3]);
    expect(up[1]).toBe(up[4]);
    expect(up[0]!).toBeGreaterThan(up[1]!);
  });

  it("lays patches as they lie in the picture, special tokens in its middle", () => {
    const grid = { columns: 2, nSpecial: 1 };
    const orientation = orientationOf({ ...text, starts: Uint32Array.of(0, 5), grid });
    expect(column(orientation, 0).slice(0, 5).map(Math.sign)).toEqual([0, -1, 1, -1, 1]);
    expect(column(orientation, 1).slice(0, 5).map(Math.sign)).toEqual([0, 1, 1, -1, -1]);
  });

  it("weighs both directions alike: mean 0 and variance 1, and 0 where nothing differs", () => {
    const right = column(orientationOf(text), 0);
    expect(right.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 5);
    expect(right.reduce((sum, x) => sum + x * x, 0) / right.length).toBeCloseTo(1, 5);
    expect(column(orientationOf(text), 1).every((x) => x === 0)).toBe(true);
  });

  it("counts keys of another text by their own places", () => {
    const right = column(orientationOf({ ...text, keyStarts: Uint32Array.of(0, 1, 2) }), 0);
    expect(right).toHaveLength(7);
    expect(right[5]).toBe(right[0]);
  });
});
