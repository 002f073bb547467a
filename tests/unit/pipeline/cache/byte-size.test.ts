import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatByteSize, parseByteSize } from "#pipeline/cache/byte-size.ts";
import { DEFAULT_STORE_LIMIT, parseStoreLimit, storeLimitOf } from "#pipeline/cache/store-limit.ts";

describe("sizes", () => {
  it.each([
    ["5GB", 5_000_000_000],
    ["1.5 TB", 1_500_000_000_000],
    ["800mb", 800_000_000],
    ["2KB", 2000],
    ["0B", 0],
  ])("are read with their unit, a thousand to each step: %s", (text, nBytes) => {
    expect(parseByteSize(text)).toBe(nBytes);
  });

  it.each(["", "5", "GB", "-1GB", "1e3GB", "5GiB", "5 GB more", "1,5GB", "NaN GB", "99999999TB"])(
    "are not guessed: %j",
    (text) => {
      expect(parseByteSize(text)).toBeUndefined();
    },
  );

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 KB"],
    [9949, "9.9 KB"],
    [9950, "10 KB"],
    [999_499, "999 KB"],
    [999_500, "1.0 MB"],
    [17_700_000_000, "18 GB"],
    [5e15, "5000 TB"],
  ])("are told in two digits: %d is %s", (nBytes, text) => {
    expect(formatByteSize(nBytes)).toBe(text);
  });

  it("are within a twentieth of what is told", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e15 }), (nBytes) => {
        const told = parseByteSize(formatByteSize(nBytes)) ?? NaN;
        expect(Math.abs(told - nBytes) / nBytes).toBeLessThanOrEqual(0.05);
      }),
    );
  });
});

describe("the limit of the store", () => {
  it("is what the environment says, or the default", () => {
    expect(storeLimitOf({})).toBe(DEFAULT_STORE_LIMIT);
    expect(storeLimitOf({ HEADLAND_STORE_LIMIT: " " })).toBe(DEFAULT_STORE_LIMIT);
    expect(storeLimitOf({ HEADLAND_STORE_LIMIT: "5GB" })).toBe(5e9);
    expect(parseStoreLimit("None")).toBe(Infinity);
  });

  it("is an error where it is no size", () => {
    expect(() => storeLimitOf({ HEADLAND_STORE_LIMIT: "lots" })).toThrow(
      'the environment variable HEADLAND_STORE_LIMIT: the limit of the store cannot be read: expected a size such as 5GB or 800MB, or none, received "lots".',
    );
  });
});
