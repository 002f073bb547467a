/** How the attention of a head is divided among relations. */
import { describe, expect, it } from "vitest";
import type { AttentionPart } from "../../../src/reasons/head-reasons.ts";
import { reasonsOf } from "../../../src/reasons/reasons-of.ts";
import { plantedHead, plantedText, type PlantedPair } from "../../helpers/planted-scores.ts";

const { starts, traits } = plantedText(10, 3);
const parts = (score: (pair: PlantedPair) => number, isCausal = true): readonly AttentionPart[] =>
  reasonsOf({ patterns: plantedHead(starts, isCausal, score), traits, seed: 1 }).attention;

describe("the attention of a head", () => {
  it("is counted by hand in one sequence of three tokens", () => {
    // Rows (½, ½) and (0, 0, 1): a row of one key has no choice. Itself has ¾, by chance ½ and ⅓.
    const { attention } = reasonsOf({
      patterns: {
        starts: Uint32Array.of(0, 3),
        weights: Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0, 0, 1),
        isCausal: true,
      },
      traits: { queryTokens: null, keyTokens: null, grid: null, objects: null, labels: [] },
      seed: 1,
    });
    expect(attention).toEqual([
      { relation: "itself", queries: 1, share: 0.75, chance: expect.closeTo((1 / 2 + 1 / 3) / 2) as number },
    ]);
  });

  it("goes to several places at once, and no key counts twice", () => {
    const found = parts(({ query, key }) => 4 * Number(key === query - 1) + 3.5 * Number(key === 0));
    expect(found.map(({ relation }) => relation)).toEqual(["one-before", "first"]);
    expect(found.reduce((sum, { share }) => sum + share, 0)).toBeLessThan(1);
  });

  it("names the offset, not what lies around it", () => {
    expect(parts(({ query, key }) => 6 * Number(key === query - 3)).map(({ relation }) => relation)).toEqual([
      "three-before",
    ]);
  });

  it("is near where no single place has much of it", () => {
    const found = parts(({ query, key }) => -0.2 * Math.abs(query - key), false);
    expect(found.map(({ relation }) => relation)).toEqual(["nearby"]);
  });

  it("counts a rare relation by the queries that see one", () => {
    const { queryTokens } = traits;
    const isCopy = ({ query, key, start }: PlantedPair): boolean =>
      key !== query && queryTokens?.[start + key] === queryTokens?.[start + query];
    const [first] = parts((pair) => 3 * Number(isCopy(pair)));
    expect(first?.relation).toBe("same-token");
    expect(first?.queries).toBeLessThan(0.6);
    expect(first?.share).toBeLessThan(first?.queries ?? 0);
  });
});
