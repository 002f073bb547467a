import { describe, expect, it } from "vitest";
import { byteText, isByteText } from "#atlas/tokens/byte-text.ts";

describe("bytes that are no characters", () => {
  it("are written as two hexadecimal digits each", () => {
    expect(byteText([0xe2, 0x80])).toBe("<E2 80>");
    expect(byteText(Uint8Array.of(0, 5, 0x0a, 255))).toBe("<00 05 0A FF>");
  });

  it("are known by that, with a blank in front or without", () => {
    for (const text of ["<E2>", " <E2 80>", "<00 05 0A FF>"]) expect(isByteText(text), text).toBe(true);
  });

  it("are not taken for what only looks like them", () => {
    const others = [
      "",
      "<>",
      "<E2",
      "E2",
      "<e2>",
      "<E2 8>",
      "<E280>",
      "<G0>",
      "<E2>x",
      "x<E2>",
      "  <E2>",
      "<s>",
    ];
    expect(others.filter(isByteText)).toEqual([]);
  });
});
