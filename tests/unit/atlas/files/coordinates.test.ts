import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeUint16 } from "#atlas/files/columns.ts";
import { decodeCoordinates, encodeCoordinates } from "#atlas/files/coordinates.ts";
import type { Dim } from "#atlas/method.ts";

const coordinate = fc.float({ min: -1000, max: 1000, noNaN: true });

describe("coordinates", () => {
  it("come back within half a quantum of the longest side, in one scale for all axes", () => {
    const points = fc
      .constantFrom<Dim>(2, 3)
      .chain((dim) =>
        fc.tuple(
          fc.constant(dim),
          fc.array(fc.array(coordinate, { minLength: dim, maxLength: dim }), { minLength: 1, maxLength: 30 }),
        ),
      );
    fc.assert(
      fc.property(points, ([dim, rows]) => {
        const file = encodeCoordinates(Float32Array.from(rows.flat()), dim);
        const map = decodeCoordinates(JSON.parse(JSON.stringify(file)), rows.length);
        const axes = [map.x, map.y, map.z];
        rows.forEach((row, i) => {
          row.forEach((value, axis) => {
            const back = (file.center[axis] ?? 0) + (axes[axis]?.[i] ?? NaN) * file.halfSpan;
            expect(Math.abs(back - value)).toBeLessThanOrEqual(file.halfSpan / 65535 + 1e-4);
          });
        });
      }),
    );
  });

  it("say where their middle lies and how far they reach, in five decimals", () => {
    const file = encodeCoordinates(Float32Array.of(0, 1, 0.246914, 1.1), 2);
    // Half of 0.246914 and a hundred-thousandth more.
    expect(file).toMatchObject({ v: 1, n: 2, center: [0.12346, 1.05], halfSpan: 0.12347 });
    expect(Object.keys(file)).toEqual(["v", "n", "center", "halfSpan", "x", "y"]);
    // The first lies 0.00001 inside of a side of 0.24694: 2.65 of 65,535 steps.
    expect(file.x).toBe(writeUint16(Uint16Array.of(3, 65_531)));
  });

  it("keep the aspect ratio: a flat cloud stays flat", () => {
    const map = decodeCoordinates(encodeCoordinates(Float32Array.of(0, 0, 10, 1), 2), 2);
    expect((map.y[1] ?? 0) - (map.y[0] ?? 0)).toBeCloseTo(((map.x[1] ?? 0) - (map.x[0] ?? 0)) / 10, 4);
  });

  it("put a single place in the middle", () => {
    const map = decodeCoordinates(encodeCoordinates(Float32Array.of(3, 4, 3, 4), 2), 2);
    expect(Math.abs(map.x[0] ?? 1)).toBeLessThan(0.5);
  });

  it("refuse a file of another version or for other points", () => {
    const file = encodeCoordinates(Float32Array.of(0, 0, 1, 1), 2);
    expect(() => decodeCoordinates({ ...file, v: 2 }, 2)).toThrow("expected format version 1");
    expect(() => decodeCoordinates(file, 3)).toThrow("expected 3 points, received 2");
    expect(() => decodeCoordinates(null, 3)).toThrow("expected format version 1");
  });

  it("say which axis is cut short", () => {
    const file = encodeCoordinates(Float32Array.of(0, 0, 0, 1, 1, 1), 3);
    for (const axis of ["x", "y", "z"]) {
      expect(() => decodeCoordinates({ ...file, [axis]: "AAA=" }, 2)).toThrow(
        `${axis}: expected 4 bytes, received 2.`,
      );
    }
  });

  it.each<[string, object]>([
    ["n: expected a whole number from 0 to 4294967295, received an object", { n: { toString: 1 } }],
    ["center: expected 2 numbers, received nothing", { center: undefined }],
    ["center 1: expected a finite number, received null", { center: [0, null] }],
    ["halfSpan: expected a finite number, received 1e+308", { halfSpan: 1e308 }],
    ["halfSpan: expected 0 or more, received -1", { halfSpan: -1 }],
    ["coordinates: expected 2 axes, received 3", { z: "AAAA" }],
    ["y: expected base64, received other characters", { y: "<html>" }],
  ])("refuse a damaged file: %s", (message, change) => {
    const file = { ...encodeCoordinates(Float32Array.of(0, 0, 1, 1), 2), ...change };
    expect(() => decodeCoordinates(file, 2, 2)).toThrow(message);
  });
});

describe("a file of coordinates", () => {
  const file = encodeCoordinates(Float32Array.of(0, 0, 1, 1), 2);

  it("may have a box of no size, and none below", () => {
    expect(decodeCoordinates({ ...file, halfSpan: 0 }, 2).n).toBe(2);
    expect(() => decodeCoordinates({ ...file, halfSpan: -1 }, 2)).toThrow("halfSpan: expected 0 or more");
  });

  it("says what it is when it is none", () => {
    expect(() => decodeCoordinates(null, 2)).toThrow(
      "coordinates: expected format version 1, received null.",
    );
  });
});
