import { describe, expect, it } from "vitest";
import {
  decodeSharedPatterns,
  encodeSharedPatterns,
  type SharedPatterns,
} from "#atlas/files/shared-patterns.ts";

const SHARED: SharedPatterns = {
  unit: "words",
  isCausal: true,
  nHeads: 2,
  sequences: [{ digest: "ab", nQueries: 3, nKeys: 3, rows: [1] }],
  weights: Uint8Array.of(0, 255, 128, 3, 4, 5),
};
const perHead = (): number => 3;

describe("patterns on words", () => {
  it("come back as they were written", () => {
    const file: unknown = JSON.parse(JSON.stringify(encodeSharedPatterns(SHARED)));
    expect(decodeSharedPatterns(file, perHead)).toEqual(SHARED);
  });

  it.each([
    [{ v: 0 }, "shared patterns: expected format version 1, received 0."],
    [{ unit: "sounds" }, 'unit: expected words, received "sounds".'],
    [{ sequences: {} }, "sequences: expected a list, received an object."],
    [{ sequences: [3] }, "sequence: expected an object, received 3."],
    [{ sequences: [{ digest: 1 }] }, "digest: expected texts only, received 1 at 0."],
    [{ sequences: [{ digest: "a", nQueries: 3, nKeys: 3, rows: 1 }] }, "rows: expected a list, received 1."],
    [
      { sequences: [{ digest: "a", nQueries: 3, nKeys: 3, rows: [3] }] },
      "row: expected a whole number from 0 to 2",
    ],
    [{ nHeads: 3 }, "weights: expected 9 bytes, received 6."],
  ])("say what is wrong with %j", (wrong, message) => {
    const file = { ...encodeSharedPatterns(SHARED), ...wrong };
    expect(() => decodeSharedPatterns(file, perHead)).toThrow(message);
  });
});
