/** The standard error of an effect, worked by hand. */
import { describe, expect, it } from "vitest";
import { hasEffect } from "../../../src/reasons/head-reasons.ts";
import { reasonsOf } from "../../../src/reasons/reasons-of.ts";
import { softmax } from "../../helpers/planted-heads/reason-heads.ts";
import { startsOf } from "../../helpers/planted-heads/planted-head.ts";

/** One query and two keys of another text, of which one has the query's label: the first and the second in turn. */
function labeled(nSequences: number, rest: (sequence: number) => number): ReturnType<typeof reasonsOf> {
  const all = Array.from({ length: nSequences }, (_, s) => s);
  return reasonsOf({
    patterns: {
      starts: startsOf(all.map(() => 1)),
      keyStarts: startsOf(all.map(() => 2)),
      weights: Float32Array.from(all.flatMap((s) => softmax([1 + 2 * (s % 2) + rest(s), 2 - 2 * (s % 2)]))),
      isCausal: false,
    },
    traits: {
      ...{ queryTokens: null, keyTokens: null, grid: null, objects: null },
      labels: [
        {
          name: "kind",
          ofQueries: Uint32Array.from(all, () => 1),
          ofKeys: Uint32Array.from(all.flatMap((s) => (s % 2 === 1 ? [1, 2] : [2, 1]))),
        },
      ],
    },
    seed: 1,
  });
}

describe("the standard error of an effect over sequences", () => {
  it.each([12, 24, 48])("is ρ / √(S − 1) where each of %i sequences has ρ more or less", (nSequences) => {
    // The sum over S sequences of (2 / S · ρ / 2)² is ρ² / S, times S / (S − 1).
    const { effects } = labeled(nSequences, (s) => (Math.floor(s / 2) % 2 === 0 ? 0.25 : -0.25));
    for (const [relation, effect] of [
      ["first", 1],
      ["same.kind", 2],
    ] as const) {
      const found = effects[relation];
      if (!hasEffect(found)) expect.fail(`${relation} has no effect.`);
      expect(found.effect).toBeCloseTo(effect, 5);
      expect(found.error).toBeCloseTo(0.25 / Math.sqrt(nSequences - 1), 6);
    }
  });

  it("is 0 where all sequences agree", () => {
    const found = labeled(12, () => 0).effects["same.kind"];
    expect(hasEffect(found) && found.error).toBeCloseTo(0, 6);
  });
});
