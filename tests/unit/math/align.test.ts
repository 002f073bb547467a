import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { align, jointPoints, weightedCorrelation } from "#math/align.ts";
import { attentionPattern } from "#math/attention-pattern.ts";
import { Kernels } from "#math/kernels.ts";
import { seededRandom } from "#math/random.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const shape = { nTokens: 5, dHead: 3 };
const vectors = fc.float32Array({ min: -3, max: 3, noNaN: true, minLength: 15, maxLength: 15 });

describe("jointPoints", () => {
  it("moves keys onto the mean of the queries, worked by hand", () => {
    const points = jointPoints(Float32Array.of(1, 3), Float32Array.of(10, 20), { nTokens: 2, dHead: 1 }, 1);
    expect([...points]).toEqual([1, 3, -3, 7]);
  });

  it("leaves attention as it is, whatever the scale", () => {
    fc.assert(
      fc.property(vectors, vectors, fc.constantFrom(0.25, 1, 4), (q, k, scale) => {
        const points = jointPoints(q, k, shape, scale);
        const before = attentionPattern(q, k, { ...shape, isCausal: false });
        const after = attentionPattern(points.slice(0, 15), points.slice(15), { ...shape, isCausal: false });
        expectClose(after, before, { abs: 1e-3 });
      }),
    );
  });
});

describe("weightedCorrelation", () => {
  it("is −1 where distance falls as q·k rises", () => {
    const distances = Array.from({ length: 500 }, (_, i) => i / 500);
    expect(
      weightedCorrelation(
        distances,
        distances.map((x) => 3 - 2 * x),
      ),
    ).toBeCloseTo(-1, 6);
  });

  it("is 0 where all is alike", () => {
    expect(weightedCorrelation(new Array<number>(300).fill(1), new Array<number>(300).fill(1))).toBe(0);
  });
});

describe("align", () => {
  const random = seededRandom(3);
  const nTokens = 40;
  const cloud = (): Float32Array => Float32Array.from({ length: nTokens * 8 }, () => random() - 0.5);
  const [q, k] = [cloud(), cloud()];
  const size = { nTokens, dHead: 8 };
  const weights = attentionPattern(q, k, { ...size, isCausal: false });
  const patterns = { starts: Uint32Array.of(0, nTokens), weights, isCausal: false };

  const options = { criterion: "headland", seed: 1 } as const;

  it("gives the same answer for the same seed", () => {
    expect(align(q, k, size, patterns, kernels, options)).toEqual(
      align(q, k, size, patterns, kernels, options),
    );
  });

  it("ends in the joint space of the scale it names", () => {
    const alignment = align(q, k, size, patterns, kernels, options);
    expect(alignment.points).toEqual(jointPoints(q, k, size, alignment.scale));
  });

  it("undoes a scale that tore queries and keys apart", () => {
    // What is one cloud with c = 1 is captured as if with c = 4: queries four times as long, keys a quarter.
    const long = q.map((x) => x * 4);
    const short = k.map((x) => x / 4);
    const plain = align(q, k, size, patterns, kernels, options);
    const torn = align(long, short, size, patterns, kernels, options);
    expect(plain.scale).toBeCloseTo(1, 5);
    expect(torn.scale).toBeGreaterThanOrEqual(2);
    expect(torn.attendedRankAfter).toBeLessThan(torn.attendedRankBefore);
  });

  it("takes the paper's scale from the paper's grid, where its correlation is lowest", () => {
    const paper = align(q, k, size, patterns, kernels, { criterion: "paper", seed: 1 });
    expect([0.2, 0.4, 0.8, 1, 1.25, 2.5, 5]).toContain(paper.scale);
    const ours = align(q, k, size, patterns, kernels, options);
    expect(paper.correlationAfter).toBeLessThanOrEqual(ours.correlationAfter + 0.05);
    expect(ours.attendedRankAfter).toBeLessThanOrEqual(paper.attendedRankAfter * 1.05);
  });

  it("takes a scale even where no query sees four keys", () => {
    const tiny = { starts: Uint32Array.of(0, 2), weights: Float32Array.of(1, 0, 0.5, 0.5), isCausal: true };
    const size2 = { nTokens: 2, dHead: 8 };
    const found = align(q.slice(0, 16), k.slice(0, 16), size2, tiny, kernels, options);
    expect(found).toMatchObject({ scale: 1, attendedRankBefore: 1, attendedRankAfter: 1 });
    expect(found.points.every(Number.isFinite)).toBe(true);
  });

  it("refuses vectors of another number", () => {
    expect(() => align(q.subarray(8), k, size, patterns, kernels, options)).toThrow(
      "q: expected 320 numbers, received 312.",
    );
  });
});
