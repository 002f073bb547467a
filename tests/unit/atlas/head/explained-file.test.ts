import { describe, expect, it } from "vitest";
import { readExplainedFile, writeExplainedFile } from "#atlas/head/explained-file.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";

const MAPS = { methods: ["attention", "pca"], dims: [2, 3] } as const;

/** Only what is read of it. */
function numbersOf(head: string, explained: HeadNumbers["explained"]): HeadNumbers {
  return { head, ...(explained ? { explained } : {}) } as unknown as HeadNumbers;
}

describe("explained.json", () => {
  it("has the colors of each head's first map, and comes back as it was", () => {
    const first = [
      { color: "position", share: 0.93 },
      { color: "special", share: 0.5, isPartial: true },
    ] as const;
    const text = writeExplainedFile(MAPS, [
      numbersOf("L0H0", { pca2: [{ color: "kind", share: 1 }], attention2: first }),
      numbersOf("L0H1", undefined),
    ]);
    expect(readExplainedFile(JSON.parse(text))).toEqual(new Map([["L0H0", first]]));
  });

  it("refuses a file of another version, or that is none", () => {
    expect(() => readExplainedFile({ v: 2, heads: {} })).toThrow("expected format version 1, received 2");
    expect(() => readExplainedFile({ v: 1 })).toThrow("heads: expected an object");
  });
});
