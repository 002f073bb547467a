import { describe, expect, it } from "vitest";
import { decodeAttention, encodeAttention, type Attention } from "#atlas/files/attention.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import { type TokenTable } from "#atlas/tokens/tokens.ts";
import {
  measureChanges,
  PatternDiff,
  rankChanges,
  shapeProblem,
  tellingMeasures,
  type DiffedAtlas,
} from "../../../src/compare/diff-atlases.ts";
import type { MeasureDifference } from "../../../src/compare/measure-differences.ts";
import { CATALOG } from "../../../src/measures/catalog/catalog.ts";
import { tableOf } from "../../helpers/token-table.ts";

/** Only what is read of it. */
function manifestOf(heads: readonly number[], name = "M", digest = "d"): Manifest {
  const all = {
    model: { name },
    dataset: { kind: "text", digest },
    towers: [{ heads }],
    causal: true,
    patches: null,
  };
  return all as unknown as Manifest;
}

/** @param patterns Of each head, its sequences one after the other. */
function atlasOf(
  table: TokenTable,
  patterns: readonly (readonly number[])[],
  heads = [patterns.length],
): DiffedAtlas {
  const read = (weights: readonly number[]): Attention =>
    decodeAttention(encodeAttention(Float32Array.from(weights)), table.starts);
  return {
    manifest: manifestOf(heads),
    numbers: null,
    tokens: () => Promise.resolve(table),
    attention: ({ head }) => Promise.resolve(read(patterns[head]!)),
  };
}

const TABLE = tableOf(["a", "b"], ["c", "d", "e"]);
const SAME = [1, 0, 0.5, 0.5, 1, 0, 0, 0, 1, 0, 1, 0, 0];
const MOVED = [1, 0, 0.5, 0.5, 1, 0, 0, 1, 0, 0, 0, 1, 0];

describe("PatternDiff", () => {
  it("is the mean over rows with a choice; worked by hand", async () => {
    const diff = new PatternDiff(atlasOf(TABLE, [SAME, SAME]), atlasOf(TABLE, [SAME, MOVED]));
    expect(await diff.distance({ layer: 0, head: 0 })).toBe(0);
    // Rows b, d, e: the same, nothing in common, nothing in common. Rows a and c see one key.
    expect(await diff.distance({ layer: 0, head: 1 })).toBeCloseTo(2 / 3, 6);
    expect(await diff.rows(undefined)).toEqual({ tower: undefined, nSequences: 2, nRows: 3 });
  });

  it("compares the sequences that both have, wherever they stand", async () => {
    const other = tableOf(["x", "y"], ["a", "b"]);
    const b = atlasOf(other, [[1, 0, 0, 1, 1, 0, 1, 0]]);
    const diff = new PatternDiff(atlasOf(TABLE, [SAME]), b);
    // (½, ½) and (1, 0): ½·log₂ 4/3 + ½·(½·log₂ 2/3 + ½·1), and its root.
    const divergence = Math.log2(4 / 3) / 2 + (Math.log2(2 / 3) / 2 + 0.5) / 2;
    expect(await diff.distance({ layer: 0, head: 0 })).toBeCloseTo(Math.sqrt(divergence), 3);
    expect(await diff.rows(undefined)).toMatchObject({ nSequences: 1, nRows: 1 });
  });

  it("has no distance where no sequence is the same", async () => {
    const diff = new PatternDiff(atlasOf(TABLE, [SAME]), atlasOf(tableOf(["q", "r"]), [[1, 0, 1, 0]]));
    expect(await diff.distance({ layer: 0, head: 0 })).toBeNull();
  });
});

describe("rankChanges", () => {
  it("puts what changed most first, and what has no number last", () => {
    const [first, second, third] = measureChanges(
      atlasOf(TABLE, [SAME, SAME, SAME]),
      atlasOf(TABLE, [SAME, SAME, SAME]),
    );
    const all = [{ ...first!, distance: 0.1 }, second!, { ...third!, distance: 0.4 }];
    expect(rankChanges(all, "pattern").map(({ head }) => head)).toEqual(["L0H2", "L0H0", "L0H1"]);
    expect(rankChanges(all, "induction").map(({ head }) => head)).toEqual(["L0H0", "L0H1", "L0H2"]);
  });
});

describe("tellingMeasures", () => {
  it("names one of several variants of a measure, and nothing about maps or next to nothing", () => {
    const change = (title: string, size: number): MeasureDifference => {
      const measure = CATALOG.find((each) => each.title === title);
      if (measure === undefined) throw new Error(`The catalog has no ${title}.`);
      return { measure, a: 0, b: size, chance: [null, null], difference: size, size };
    };
    const measures = [
      change("Copy score, best five", 0.9),
      change("Copy score, best one", 0.8),
      change("Distance (HeadVis)", 0.7),
      change("Distance", 0.6),
      change("Previous token", 0.4),
      change("Next token", 0.001),
    ];
    const named = (most: number): string[] =>
      tellingMeasures({ id: { layer: 0, head: 0 }, head: "L0H0", distance: 0, measures }, most).map(
        ({ measure }) => measure.title,
      );
    expect(named(9)).toEqual(["Copy score, best five", "Distance (HeadVis)", "Previous token"]);
    expect(named(2)).toEqual(["Copy score, best five", "Distance (HeadVis)"]);
  });
});

describe("shapeProblem", () => {
  it("names the heads that one of the two lacks", () => {
    expect(shapeProblem(manifestOf([2, 2]), manifestOf([2, 2]))).toBeNull();
    expect(shapeProblem(manifestOf([2, 2]), manifestOf([2, 1], "Small"))).toContain("Small has no “L1H1”");
    expect(shapeProblem(manifestOf([2], "Short"), manifestOf([2, 1]))).toContain("Short has no “L1H0”");
  });
});
