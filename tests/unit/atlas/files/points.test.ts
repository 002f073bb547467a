import { describe, expect, it } from "vitest";
import { writeBytes } from "#atlas/files/columns.ts";
import { decodePoints, encodePoints, readNormRange, readNorms } from "#atlas/files/points.ts";
import { expectClose } from "../../../helpers/expect-close.ts";

const norms = Float32Array.of(1, 2.5, 4, 1.75);
const umap2 = Float32Array.of(0, 0.25, 1, 0.5);

it("norms read alone are those that are read with all the rest, and ask nothing of it", () => {
  const file = encodePoints({ norms: Float32Array.of(1, 2.5, 4, 0.5), distortion: new Map() });
  expect(readNorms(file, 4)).toEqual(decodePoints(file, 4).norms);
  expect(readNorms({ ...file, distortion: 3 }, 4)[0]).toBeCloseTo(1, 4);
  expect(() => readNorms(file, 3)).toThrow("points: expected 3 points, received 4.");
  expect(() => readNorms({ v: 2 }, 4)).toThrow("points: expected format version 1");
});

describe("the numbers of a head's points", () => {
  it("read back as they were written, to the steps of their columns", () => {
    const file: unknown = JSON.parse(
      JSON.stringify(encodePoints({ norms, distortion: new Map([["umap2", umap2]]) })),
    );
    const read = decodePoints(file, 4);
    expectClose(read.norms, norms, { abs: 3 / 65535 });
    expect([...read.distortion.keys()]).toEqual(["umap2"]);
    expectClose(read.distortion.get("umap2") ?? [], umap2, { abs: 0.51 / 255 });
  });

  it("are read from a file that has no distortion yet", () => {
    const { v, n, norm } = encodePoints({ norms, distortion: new Map() });
    expect(decodePoints({ v, n, norm }, 4).distortion.size).toBe(0);
  });

  it("have a distortion of 0 to 1, whatever rounding makes of it", () => {
    const beyond = Float32Array.of(-0.5, 1.2, 0.5, 0);
    const { distortion } = encodePoints({ norms, distortion: new Map([["umap2", beyond]]) });
    expect(distortion).toEqual({ umap2: writeBytes(Uint8Array.of(0, 255, 128, 0)) });
  });

  it("tell their range without being read", () => {
    expect(readNormRange(encodePoints({ norms, distortion: new Map() }))).toEqual({ min: 1, max: 4 });
  });

  it("are refused in another version or number", () => {
    const { norm, n } = encodePoints({ norms, distortion: new Map() });
    for (const other of [null, {}, { v: 2, norm }]) {
      expect(() => decodePoints(other, 4)).toThrow("points: expected format version 1");
      expect(() => readNormRange(other)).toThrow("points: expected format version 1");
    }
    expect(() => decodePoints({ v: 1, n, norm }, 3)).toThrow("points: expected 3 points, received 4.");
    const file = encodePoints({ norms, distortion: new Map([["umap2", umap2.subarray(1)]]) });
    expect(() => decodePoints(file, 4)).toThrow("distortion of umap2: expected 4 bytes, received 3.");
  });

  it.each([
    ["norm.min: expected a finite number, received null", { min: null }],
    ["norm.max: expected a finite number, received 1e+39", { max: 1e39 }],
    ["norm: expected lengths from min to max, 0 or more, received -1 to 4", { min: -1 }],
    ["norm: expected lengths from min to max, 0 or more, received 5 to 4", { min: 5 }],
    ["norm: expected a base64 column, received object", { column: [] }],
  ])("are refused where lengths are none: %s", (message, change) => {
    const file = encodePoints({ norms, distortion: new Map() });
    const damaged = { ...file, norm: { ...file.norm, ...change } };
    expect(() => decodePoints(damaged, 4)).toThrow(message);
  });

  it("are refused where the file counts others, or keeps no distortion by name", () => {
    const file = encodePoints({ norms, distortion: new Map() });
    expect(() => decodePoints({ ...file, n: 6 }, 4)).toThrow("points: expected 4 points, received 6.");
    expect(() => decodePoints({ ...file, distortion: [1] }, 4)).toThrow(
      "expected an object, received a list of 1",
    );
    expect(() => readNormRange({ v: 1 })).toThrow("norm: expected an object, received nothing.");
  });
});

it("A file of points says which of its fields is damaged", () => {
  const file = encodePoints({ norms, distortion: new Map() });
  expect(() => decodePoints({ ...file, n: null }, 4)).toThrow(/^n: expected a whole number/);
  expect(() => decodePoints({ ...file, distortion: 3 }, 4)).toThrow(
    /^distortion: expected an object, received 3/,
  );
});
