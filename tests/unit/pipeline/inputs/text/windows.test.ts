import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutWindow, splitWindows } from "#pipeline/inputs/text/windows.ts";

const special = (text: string): boolean[] => Array.from(text, (sign) => sign !== "x");

describe("splitWindows", () => {
  it("leaves what fits whole", () => {
    expect(splitWindows(special("[xx]"), 4)).toEqual([[0, 1, 2, 3]]);
  });

  it("puts each window between the special tokens of the whole", () => {
    expect(splitWindows(special("[xxxxx]"), 4)).toEqual([
      [0, 1, 6],
      [0, 2, 3, 6],
      [0, 4, 5, 6],
    ]);
    expect(splitWindows(special("xxxxx"), 2)).toEqual([[0], [1, 2], [3, 4]]);
  });

  it("leaves special tokens inside a text where they are", () => {
    expect(splitWindows(special("[xx]xx]"), 5)).toEqual([
      [0, 1, 2, 6],
      [0, 3, 4, 5, 6],
    ]);
  });

  it("still ends where special tokens leave no room, or are all there is", () => {
    expect(splitWindows(special("[x]"), 2)).toEqual([[0], [1, 2]]);
    expect(splitWindows(special("[]"), 1)).toEqual([[0], [1]]);
  });

  it("shows every token of the text once, in order, in windows that fit and differ by one at most", () => {
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.nat(200),
        fc.nat(3),
        fc.integer({ min: 7, max: 64 }),
        (before, n, after, length) => {
          const flags = special("[".repeat(before) + "x".repeat(n) + "]".repeat(after));
          const windows = splitWindows(flags, length);
          const body = windows.flat().filter((i) => !flags[i]);
          expect(body).toEqual(Array.from({ length: n }, (_, i) => before + i));
          const lengths = windows.map((window) => window.length);
          expect(Math.max(...lengths)).toBeLessThanOrEqual(length);
          expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe("cutWindow", () => {
  it("keeps the beginning and the closing special token", () => {
    expect(cutWindow(special("[xxx]"), 4)).toEqual([0, 1, 2, 4]);
    expect(cutWindow(special("xxxx"), 3)).toEqual([0, 1, 2]);
    expect(cutWindow(special("[x]"), 3)).toEqual([0, 1, 2]);
    expect(cutWindow(special("[x]"), 1)).toEqual([0]);
  });
});
