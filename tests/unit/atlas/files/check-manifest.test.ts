import { describe, expect, it } from "vitest";
import { checkManifest } from "#atlas/files/check-manifest.ts";
import { FormatError } from "#atlas/files/columns.ts";
import { manifestSchema } from "#atlas/files/manifest.schema.ts";
import { seededRandom } from "#math/random.ts";
import { damageJson } from "../../../fuzz/damage-json.ts";
import { TOWERS_MANIFEST, WHOLE_MANIFEST } from "../../../helpers/whole-manifest.ts";

const isTaken = (json: unknown): boolean => {
  try {
    checkManifest(json);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
};
const changed = (path: string, value: unknown): unknown => {
  const copy = structuredClone(WHOLE_MANIFEST) as unknown as Record<string, unknown>;
  const keys = path.split(".");
  const holder = keys.slice(0, -1).reduce((object, key) => object[key] as Record<string, unknown>, copy);
  holder[keys.at(-1)] = value;
  return copy;
};

describe("checkManifest", () => {
  it("takes what a build writes, and fields that a later build may add", () => {
    expect(checkManifest(WHOLE_MANIFEST)).toBe(WHOLE_MANIFEST);
    expect(checkManifest(TOWERS_MANIFEST)).toBe(TOWERS_MANIFEST);
    expect(isTaken({ ...WHOLE_MANIFEST, later: [1] })).toBe(true);
  });

  it.each([
    [
      "dataset.nTokens",
      1.5,
      "dataset.nTokens: expected a whole number from 0 to 9007199254740991, received 1.5.",
    ],
    ["model.digest", "abc", 'model.digest: expected 64 hexadecimal digits, received "abc".'],
    ["model.slug", "guides", 'model.slug: expected a slug that is free for a model, received "guides".'],
    ["dataset.kind", "audio", 'dataset.kind: expected "text" or "images", received "audio".'],
    ["towers", [], "towers: expected a list of at least 1, received a list of 0."],
    [
      "towers",
      [{ heads: [2, 2000] }],
      "towers[0].heads[1]: expected a whole number from 0 to 1024, received 2000.",
    ],
    ["dims", [2, 4], "dims[1]: expected 2 or 3, received 4."],
    ["causal", "yes", 'causal: expected true or false, received "yes".'],
    ["replay", null, "replay: expected an object, received null."],
    ["sheet.colors", "role", 'sheet.colors: expected a list of at least 1, received "role".'],
    ["sheet.average", "yes", 'sheet.average: expected true or false, received "yes".'],
    ["formatVersion", 2, "this atlas has format version 2, this page reads 1."],
    ["formatVersion", 0, "formatVersion: expected 1, received 0."],
    ["formatVersion", undefined, "expected a formatVersion; this is not a Headland manifest."],
  ])("refuses %s as %j", (path, value, message) => {
    expect(() => checkManifest(changed(path, value))).toThrow(FormatError);
    expect(() => checkManifest(changed(path, value))).toThrow(message);
  });

  it.each([null, 7, "manifest", []])("refuses %j", (json) => {
    expect(() => checkManifest(json)).toThrow("this is not a Headland manifest");
  });

  it("takes and refuses what the schema does, whatever is damaged", () => {
    const random = seededRandom(1);
    const counts = { taken: 0, refused: 0 };
    for (let round = 0; round < 4000; round++) {
      const damaged = damageJson(round % 2 === 0 ? WHOLE_MANIFEST : TOWERS_MANIFEST, random);
      const expected = manifestSchema.safeParse(damaged).success;
      expect(isTaken(damaged), JSON.stringify(damaged)).toBe(expected);
      counts[expected ? "taken" : "refused"]++;
    }
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(100);
  });
});
