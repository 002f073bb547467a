import { describe, expect, it } from "vitest";
import {
  llama3Frequencies,
  longFactor,
  plainFrequencies,
  yarnFactor,
  yarnFrequencies,
} from "#pipeline/architectures/parts/rope/frequencies.ts";
import { expectClose } from "../../../../../helpers/expect-close.ts";

/** As close as float32 allows. */
const CLOSE = { abs: 0, rel: 1e-6 };

describe("the frequencies of rotary positions", () => {
  it("fall from one radian per token to one of the base", () => {
    expectClose(plainFrequencies(10_000, 8), [1, 0.1, 0.01, 0.001], CLOSE);
  });

  it("of LLaMA 3 keep fast pairs, slow the slowest ones, and mix between 1 and 4 turns", () => {
    // Within 2π · 100 tokens, a pair of frequency f turns 100 f times: 100, 2.5 and a half.
    const scaling = { factor: 8, lowFactor: 1, highFactor: 4, nTrained: 200 * Math.PI };
    expectClose(
      llama3Frequencies([1, 0.025, 0.005], scaling),
      [1, 0.025 * (0.5 + 0.5 / 8), 0.005 / 8],
      CLOSE,
    );
  });

  it("of YaRN go from kept to slowed along a ramp over the pairs", () => {
    // With the base e^8 and 16 numbers, pair i has turned e^(−i) · 2π · e^5 / 2π = e^(5 − i) times in training.
    const [base, nTrained] = [Math.exp(8), 2 * Math.PI * Math.exp(5)];
    const plain = Array.from({ length: 8 }, (_, pair) => Math.exp(-pair));
    const scaling = { base, nTrained, factor: 4, betaFast: Math.exp(3), betaSlow: Math.exp(1) };
    // From pair 2, which turns e³ times, to pair 4, which turns e times.
    const slowed = [0, 0, 0, 0.5, 1, 1, 1, 1];
    const expected = plain.map((each, pair) => each * (1 - slowed[pair]! + slowed[pair]! / 4));
    expectClose(yarnFrequencies(plain, { ...scaling, truncate: false }), expected, CLOSE);
  });

  it("of YaRN have a ramp from whole pair to whole pair if it is truncated", () => {
    const [base, nTrained] = [Math.exp(8), 2 * Math.PI * Math.exp(5)];
    const plain = [1, 1, 1, 1, 1, 1, 1, 1];
    const scaling = { base, nTrained, factor: 2, betaFast: Math.exp(2.5), betaSlow: Math.exp(1.5) };
    // 2.5 and 3.5 become 2 and 4.
    expectClose(
      yarnFrequencies(plain, { ...scaling, truncate: true }),
      [1, 1, 1, 0.75, 0.5, 0.5, 0.5, 0.5],
      CLOSE,
    );
  });

  it("of YaRN have no ramp where both bounds are the same pair", () => {
    const scaling = {
      base: 100,
      nTrained: 2 * Math.PI,
      factor: 2,
      betaFast: 32,
      betaSlow: 32,
      truncate: true,
    };
    expect(yarnFrequencies([1, 1], scaling).every((each) => each >= 0.5 && each <= 1)).toBe(true);
  });
});

describe("the factor of rotated queries and keys", () => {
  it("of YaRN grows with the logarithm of the stretching", () => {
    expect(yarnFactor(Math.E ** 10)).toBeCloseTo(2, 12);
    expect(yarnFactor(1)).toBe(1);
    expect(yarnFactor(0.5)).toBe(1);
  });

  it("of YaRN is a ratio if two weights are given, and each of them counts with the other only", () => {
    expect(yarnFactor(Math.E ** 10, 2, 1)).toBeCloseTo(3 / 2, 12);
    expect(yarnFactor(Math.E ** 10, 0.7, 0.7)).toBe(1);
    expect(yarnFactor(Math.E ** 10, 2)).toBeCloseTo(2, 12);
  });

  it("of LongRoPE is √(17 / 12) for a stretching from 4096 to 131072 tokens", () => {
    // 32 = 2⁵ and 4096 = 2¹².
    expect(longFactor(32, 4096)).toBeCloseTo(Math.sqrt(17 / 12), 12);
    expect(longFactor(1, 4096)).toBe(1);
  });
});
