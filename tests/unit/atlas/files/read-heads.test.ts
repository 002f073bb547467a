import { describe, expect, it } from "vitest";
import { FormatError } from "#atlas/files/columns.ts";
import { headsSchema } from "#atlas/files/heads.schema.ts";
import { readHeads } from "#atlas/files/read-heads.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { seededRandom } from "#math/random.ts";
import { damageJson } from "../../../fuzz/damage-json.ts";
import { WHOLE_MANIFEST } from "../../../helpers/whole-manifest.ts";

const metrics = {
  entropy: 0.5,
  self: 0.1,
  previous: null,
  next: null,
  first: 0.2,
  induction: null,
  distance: 3,
  patchDistance: null,
};
const measures = {
  trustworthiness: 0.9,
  continuity: 0.8,
  neighborRecall: 0.7,
  shepardCorrelation: 0.6,
  distanceCorrelation: -0.5,
  attentionRecall: 0.4,
  attentionRank: 0.3,
  mixing: 0.2,
  sampled: 100,
};
const row = (head: string): HeadNumbers => ({
  head,
  metrics,
  chance: { ...metrics, duplicate: 0.1, "offset-2": null },
  alignment: {
    scale: 1,
    correlationBefore: -0.1,
    correlationAfter: -0.2,
    attendedRankBefore: 9,
    attendedRankAfter: 5,
  },
  quality: { umap2: measures, umap3: { ...measures, attentionRecallChance: 0.2 } },
  explained: {
    umap2: [
      { color: "position", share: 0.93 },
      { color: "special", share: 1, isPartial: true },
    ],
    umap3: [],
  },
});
const file = { v: 1, heads: [row("L0H1"), row("L0H0")] };
const read = (json: unknown): ReadonlyMap<string, HeadNumbers> => readHeads(json, WHOLE_MANIFEST);

describe("readHeads", () => {
  it("gives the numbers of each head by its name, in the order of the file", () => {
    expect([...read(file)]).toEqual([
      ["L0H1", row("L0H1")],
      ["L0H0", row("L0H0")],
    ]);
    expect(read({ v: 1, heads: [] }).size).toBe(0);
  });

  it("takes metrics as older atlases have them, without later ones", () => {
    const later = { ...metrics, "offset-2": 0.4, offset2: null, sameRow: null };
    const newer = { ...row("L0H0"), metrics: later };
    expect(read({ v: 1, heads: [newer] }).get("L0H0")?.metrics["offset-2"]).toBe(0.4);
    expect(read(file).get("L0H0")?.metrics["offset-2"]).toBeUndefined();
    expect(() => read({ v: 1, heads: [{ ...newer, metrics: { ...later, offset2: "0" } }] })).toThrow(
      'heads[0].metrics.offset2: expected a finite number, received "0".',
    );
  });

  it.each([
    [{ v: 2, heads: [] }, "heads: expected format version 1, received 2."],
    [{ v: 1 }, "heads: expected a list of at least 0, received nothing."],
    [
      { v: 1, heads: [{ ...row("L0H0"), explained: { umap2: [{ color: "position" }] } }] },
      "heads[0].explained.umap2[0].share: expected a finite number, received nothing.",
    ],
    [
      { v: 1, heads: [{ ...row("L0H0"), metrics: {} }] },
      "heads[0].metrics.entropy: expected a finite number",
    ],
    [
      { v: 1, heads: [{ ...row("L0H0"), quality: { pca2: { ...measures, mixing: "0" } } }] },
      'heads[0].quality.pca2.mixing: expected a finite number, received "0".',
    ],
    [{ v: 1, heads: [row("L9H9")] }, 'expected each head of the atlas once, received "L9H9".'],
    [{ v: 1, heads: [row("L0H0"), row("L0H0")] }, 'expected each head of the atlas once, received "L0H0".'],
  ])("refuses %j", (json, message) => {
    expect(() => read(json)).toThrow(FormatError);
    expect(() => read(json)).toThrow(message);
  });

  it("takes and refuses what the schema does, whatever is damaged", () => {
    const random = seededRandom(2);
    const known = new Set(["L0H0", "L0H1"]);
    const counts = { taken: 0, refused: 0 };
    for (let round = 0; round < 3000; round++) {
      const damaged = damageJson(file, random);
      const parsed = headsSchema.safeParse(damaged);
      const names = parsed.data?.heads.map(({ head }) => head) ?? [];
      // The schema does not know the atlas.
      if (names.some((name) => !known.has(name)) || new Set(names).size < names.length) continue;
      const told = (): unknown => read(damaged);
      if (parsed.success) expect(told, JSON.stringify(damaged)).not.toThrow();
      else expect(told, JSON.stringify(damaged)).toThrow(FormatError);
      counts[parsed.success ? "taken" : "refused"]++;
    }
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(100);
  });
});
