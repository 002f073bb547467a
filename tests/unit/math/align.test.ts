import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { align, jointPoints, weightedCorrelation } from "#math/align.ts";
import { attentionPattern } from "#math/attention-pattern.ts";
import { seededRandom } from "#math/random.ts";
import { expectClose } from "../../helpers/expect-close.ts";

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

  it("gives the same answer for the same seed", () => {
    expect(align(q, k, size, patterns, 1)).toEqual(align(q, k, size, patterns, 1));
  });

  it("ends in the joint space of the scale it names", () => {
    const alignment = align(q, k, size, patterns, 1);
    expect(alignment.points).toEqual(jointPoints(q, k, size, alignment.scale));
  });

  it("refuses vectors of another number", () => {
    expect(() => align(q.subarray(8), k, size, patterns, 1)).toThrow(
      "q: expected 320 numbers, received 312.",
    );
  });
});
