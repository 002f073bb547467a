import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FormatError,
  readBytes,
  readUint16,
  readUint32,
  writeBytes,
  writeUint16,
  writeUint32,
} from "#atlas/files/columns.ts";

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
