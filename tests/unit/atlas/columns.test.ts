import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FormatError,
  readBytes,
  readRange,
  readUint16,
  readUint32,
  writeBytes,
  writeRange,
  writeUint16,
  writeUint32,
} from "#atlas/columns.ts";

describe("columns", () => {
  it("read back as they were written", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 99 }),
        fc.uint16Array({ maxLength: 99 }),
        fc.uint32Array(),
        (a, b, c) => {
          expect(readBytes(writeBytes(a), a.length, "a")).toEqual(a);
          expect(readUint16(writeUint16(b), b.length, "b")).toEqual(b);
          expect(readUint32(writeUint32(c), c.length, "c")).toEqual(c);
        },
      ),
    );
  });

  it("are little-endian on every machine", () => {
    expect(atob(writeUint16(Uint16Array.of(0x4241)))).toBe("AB");
  });

  it("hold more bytes than a call takes arguments", () => {
    const many = new Uint8Array(300_000).fill(7);
    expect(readBytes(writeBytes(many), many.length, "many")).toEqual(many);
  });

  it("say as what they fail", () => {
    expect(new FormatError("x").name).toBe("FormatError");
  });

  it("say which one is cut short", () => {
    const short = writeUint16(Uint16Array.of(1, 2));
    expect(() => readUint16(short, 3, "x")).toThrow(new FormatError("x: expected 6 bytes, received 4."));
  });

  it("say when they are not base64, or nothing at all", () => {
    expect(() => readBytes("<html>", 4, "x")).toThrow("x: expected base64, received other characters.");
    expect(() => readBytes(undefined, 4, "x")).toThrow("x: expected a base64 column, received undefined.");
  });
});

describe("a range of numbers", () => {
  it("is counted in 65,535 steps from its least number, to the nearest one", () => {
    const range = writeRange(Float32Array.of(65_535, 1.6, 0, 2.4));
    expect(range).toMatchObject({ min: 0, max: 65_535 });
    expect([...readRange(range, 4, "x")]).toEqual([65_535, 2, 0, 2]);
  });

  it("has ends of five decimals", () => {
    expect(writeRange(Float32Array.of(0.1234567, -2.7654321))).toMatchObject({ min: -2.76543, max: 0.12346 });
  });

  it("is one number where all are alike", () => {
    const range = writeRange(Float32Array.of(1.5, 1.5));
    expect(range).toEqual({ min: 1.5, max: 1.5, column: writeUint16(Uint16Array.of(0, 0)) });
    expect([...readRange(range, 2, "x")]).toEqual([1.5, 1.5]);
  });
});
