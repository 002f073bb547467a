import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeUint16 } from "#atlas/files/columns.ts";
import { readLengths, writeRange } from "#atlas/files/range-column.ts";

describe("a range of numbers", () => {
  it("is counted in 65,535 steps from its least number, to the nearest one", () => {
    const range = writeRange(Float32Array.of(65_535, 1.6, 0, 2.4));
    expect(range).toMatchObject({ min: 0, max: 65_535 });
    expect([...readLengths(range, 4, "x")]).toEqual([65_535, 2, 0, 2]);
  });

  it("has ends of five decimals", () => {
    expect(writeRange(Float32Array.of(0.1234567, -2.7654321))).toMatchObject({ min: -2.76543, max: 0.12346 });
  });

  it("is one number where all are alike", () => {
    const range = writeRange(Float32Array.of(1.5, 1.5));
    expect(range).toEqual({ min: 1.5, max: 1.5, column: writeUint16(Uint16Array.of(0, 0)) });
    expect([...readLengths(range, 2, "x")]).toEqual([1.5, 1.5]);
  });
});

describe("a column of lengths", () => {
  it("comes back within half a step", () => {
    const length = fc.float({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(
        fc.float32Array({ min: 0, max: 1000, noNaN: true, minLength: 1 }),
        length,
        (values, more) => {
          const all = Float32Array.of(...values, more);
          const { min, max } = writeRange(all);
          readLengths(writeRange(all), all.length, "x").forEach((back, i) => {
            expect(Math.abs(back - (all[i] ?? NaN))).toBeLessThanOrEqual((max - min) / 131_070 + 2e-5);
          });
        },
      ),
    );
  });

  it("may be empty", () => {
    const column: unknown = JSON.parse(JSON.stringify(writeRange(new Float32Array())));
    expect(readLengths(column, 0, "x")).toEqual(new Float32Array());
  });
});

it("A single number is both ends of its range; no number has a range of zeros", () => {
  for (const number of [5, -5])
    expect(writeRange(Float32Array.of(number))).toMatchObject({ min: number, max: number });
  expect(writeRange(new Float32Array(0))).toEqual({ min: 0, max: 0, column: "" });
});
