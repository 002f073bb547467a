/** HeadVis's six numbers: by hand on three tokens, and against a plain rewrite of their definitions on random patterns. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headVisMetrics, type HeadVisMetrics } from "#measures/headvis.ts";
import { plainHeadVis } from "../../helpers/plain-headvis.ts";

const { log } = Math;

describe("the six numbers of HeadVis", () => {
  it("are what pencil and paper give for the tokens a b a", () => {
    const weights = Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.25, 0.5, 0.25);
    const found = headVisMetrics({ starts: Uint32Array.of(0, 3), weights, ids: Uint32Array.of(7, 8, 7) });
    // Rows: 3. Distances: row 0 none; row 1 ½·1; row 2 ¼·2 + ½·1.
    const distance = (0.5 + 1) / 3;
    const close: Record<keyof HeadVisMetrics, number> = {
      self_attention_score: (1 + 0.5 + 0.25) / 3,
      prev_token_score: (0.5 + 0.5) / 2,
      pattern_entropy: (log(2) + (0.25 * log(4) * 2 + 0.5 * log(2))) / 3,
      qk_distance: distance,
      qk_distance_variance: (0.5 + 0.25 * 4 + 0.5) / 3 - distance ** 2,
      // Only the last token has an earlier copy, at 0; the token after that is at 1.
      induction_score: 0.5,
    };
    for (const [name, value] of Object.entries(close))
      expect(found[name as keyof HeadVisMetrics], name).toBeCloseTo(value, 6);
  });

  it("count a token that directly follows its copy, and no weight below 0.01", () => {
    const weights = Float32Array.of(1, 0, 0, 0.3, 0.7, 0, 0.99, 0.005, 0.005);
    const ids = Uint32Array.of(4, 4, 4);
    // Query 1: key 1 (after the copy at 0), 0.7. Query 2: keys 1 and 2, both below the cut.
    expect(headVisMetrics({ starts: Uint32Array.of(0, 3), weights, ids }).induction_score).toBeCloseTo(
      0.35,
      6,
    );
  });

  it("leave out sequences of one token, and say nothing where no row counts", () => {
    const one = { starts: Uint32Array.of(0, 1), weights: Float32Array.of(1), ids: Uint32Array.of(3) };
    expect(new Set(Object.values(headVisMetrics(one)))).toEqual(new Set([null]));
    const two = { starts: Uint32Array.of(0, 1, 3), weights: Float32Array.of(1, 1, 0, 0, 1), ids: null };
    expect(headVisMetrics(two)).toMatchObject({ self_attention_score: 1, induction_score: null });
  });

  it("agree with their definitions, written down plainly, to 1e-4", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        lengths,
        fc.infiniteStream(fc.double({ min: 0.001, max: 1, noNaN: true })),
        (ns, random) => {
          const next = (): number => random.next().value as number;
          const sequences = ns.map((n) => {
            const ids = Array.from({ length: n }, () => Math.floor(next() * 3));
            const rows = Array.from({ length: n }, () => Array.from({ length: n }, () => next() ** 4));
            return { ids, rows: rows.map((row) => row.map((w) => w / row.reduce((a, b) => a + b, 0))) };
          });
          const starts = [0];
          for (const n of ns) starts.push(starts.at(-1) + n);
          const found = headVisMetrics({
            starts: Uint32Array.from(starts),
            weights: Float32Array.from(sequences.flatMap(({ rows }) => rows.flat())),
            ids: Uint32Array.from(sequences.flatMap(({ ids }) => ids)),
          });
          for (const [name, value] of Object.entries(plainHeadVis(sequences)))
            if (value === null) expect(found[name as keyof HeadVisMetrics]).toBeNull();
            else expect(Math.abs(found[name as keyof HeadVisMetrics]! - value), name).toBeLessThan(1e-4);
        },
      ),
      { numRuns: 60 },
    );
  });
});
