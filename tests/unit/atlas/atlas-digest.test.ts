import fc from "fast-check";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { atlasDigest, type FileDigests } from "../../../src/atlas/atlas-digest.ts";

const DATA: FileDigests = {
  "tokens.json": [10, "a".repeat(64)],
  "tokens-text.json": [10, "b".repeat(64)],
  "heads.json": [20, "c".repeat(64)],
  "heads/L0H0/points.json": [30, "d".repeat(64)],
};

describe("the digest of an atlas", () => {
  it("is the beginning of the SHA-256 of its sorted data files", async () => {
    const text =
      `heads.json ${"c".repeat(64)}\nheads/L0H0/points.json ${"d".repeat(64)}\n` +
      `tokens-text.json ${"b".repeat(64)}\ntokens.json ${"a".repeat(64)}\n`;
    const whole = createHash("sha256").update(text).digest("hex");
    expect(await atlasDigest(DATA)).toBe(whole.slice(0, 12));
  });

  it("does not depend on the order of the list", async () => {
    const expected = await atlasDigest(DATA);
    const shuffled = fc.shuffledSubarray(Object.entries(DATA), { minLength: 4 });
    await fc.assert(
      fc.asyncProperty(shuffled, async (entries) => {
        expect(await atlasDigest(Object.fromEntries(entries))).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });

  it.each(Object.keys(DATA))("changes with %s", async (path) => {
    const changed = await atlasDigest({ ...DATA, [path]: [10, "f".repeat(64)] });
    expect(changed).toMatch(/^[0-9a-f]{12}$/);
    expect(changed).not.toBe(await atlasDigest(DATA));
  });

  it.each([
    "manifest.json",
    "sheet-pca2.webp",
    "heads/L0H0/pca2.webp",
    "layers/L0/pca2.json",
    "heads/L0H0/q.npz",
  ])("does not change with %s, which is drawn from the data or copies it", async (path) => {
    expect(await atlasDigest({ ...DATA, [path]: [10, "f".repeat(64)] })).toBe(await atlasDigest(DATA));
  });

  it("is unknown without data files", async () => {
    expect(await atlasDigest({})).toBeUndefined();
    expect(await atlasDigest({ "manifest.json": [1, "e".repeat(64)] })).toBeUndefined();
  });
});
