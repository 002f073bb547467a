import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attentionPattern } from "#math/attention-pattern.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const shape = { nTokens: 2, dHead: 1, isCausal: false };

describe("attentionPattern", () => {
  it("is a softmax of q·k / √d, worked by hand", () => {
    const pattern = attentionPattern(Float32Array.of(0, Math.log(3)), Float32Array.of(1, 0), shape);
    expectClose(pattern, [0.5, 0.5, 0.75, 0.25], { abs: 1e-6 });
  });

  it("divides scores by the root of the number of axes, all of which count; worked by hand", () => {
    // Query 0 scores 2 · ln 3 with key 0 and 0 with key 1; by √4 that is ln 3 and 0, so 3 : 1.
    const q = Float32Array.of(1, 0, 0, 1, 0, 0, 0, 0);
    const k = Float32Array.of(Math.log(3), 0, 0, Math.log(3), 0, 0, 0, 0);
    expectClose(attentionPattern(q, k, { nTokens: 2, dHead: 4, isCausal: false }), [0.75, 0.25, 0.5, 0.5], {
      abs: 1e-6,
    });
  });

  it("shows a query of a causal head the keys up to its own, worked by hand", () => {
    const [q, k] = [new Float32Array(3), Float32Array.of(1, 2, 3)];
    const third = 1 / 3;
    const pattern = attentionPattern(q, k, { nTokens: 3, dHead: 1, isCausal: true });
    expectClose(pattern, [1, 0, 0, 0.5, 0.5, 0, third, third, third], { abs: 1e-6 });
  });

  it("takes scores of any size, all of them low, too", () => {
    const pattern = attentionPattern(Float32Array.of(-2000, -2000), Float32Array.of(1, 1), shape);
    expect([...pattern]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it("keeps every row summing to 1, however large the scores", () => {
    const vectors = fc.float32Array({ min: -1e4, max: 1e4, noNaN: true, minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(vectors, vectors, fc.boolean(), (q, k, isCausal) => {
        const pattern = attentionPattern(q, k, { nTokens: 3, dHead: 2, isCausal });
        for (let row = 0; row < 3; row++) {
          expect(pattern.subarray(row * 3, row * 3 + 3).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
        }
        if (isCausal) expect([pattern[1], pattern[2], pattern[5]]).toEqual([0, 0, 0]);
      }),
    );
  });

  it("does not change when every key moves by the same vector", () => {
    const q = Float32Array.of(0.3, -1.2, 0.7, 0.4);
    const k = Float32Array.of(1.5, 0.2, -0.6, 0.9);
    const moved = k.map((x, i) => x + (i % 2 === 0 ? 3 : -2));
    const size = { nTokens: 2, dHead: 2, isCausal: false };
    expectClose(attentionPattern(q, moved, size), attentionPattern(q, k, size), { abs: 1e-5 });
  });

  it("refuses another number of values", () => {
    expect(() => attentionPattern(new Float32Array(3), new Float32Array(2), shape)).toThrow(
      "q: expected 2 numbers, received 3.",
    );
    expect(() => attentionPattern(new Float32Array(2), new Float32Array(1), shape)).toThrow(
      "k: expected 2 numbers, received 1.",
    );
  });
});
