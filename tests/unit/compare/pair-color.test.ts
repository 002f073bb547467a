import { describe, expect, it } from "vitest";
import type { ExplainedShare } from "#atlas/head/head-numbers.ts";
import type { Maps } from "#atlas/method.ts";
import { pairColor, pairShares, type ColoredSide } from "../../../src/compare/pair-color.ts";

const MAPS: Maps = { methods: ["attention", "pca"], dims: [2, 3] };
const row = (...shares: [color: string, share: number][]): ExplainedShare[] =>
  shares.map(([color, share]) => ({ color, share }));
const side = (explained: ExplainedShare[], color?: string): ColoredSide => ({
  manifest: color === undefined ? {} : { color },
  explained,
});

describe("pairColor", () => {
  it("is the color that explains the two best on average, also where it is the best of neither", () => {
    const a = side(row(["position", 0.9], ["kind", 0.8], ["role", 0.2]));
    const b = side(row(["frequency", 0.9], ["kind", 0.7], ["position", 0.1], ["role", 0.1]));
    expect(pairColor(MAPS, a, b)).toBe("kind");
  });

  it("is that of query and key where no other one is clear in both together", () => {
    expect(pairColor(MAPS, side(row(["position", 0.9])), side(row(["kind", 0.9])))).toBe("role");
    expect(pairColor(MAPS, side(row(["position", 0.6])), side(row(["position", 0.3])))).toBe("role");
    const a = side(row(["position", 0.7], ["role", 0.65]));
    expect(pairColor(MAPS, a, a)).toBe("role");
    expect(pairColor(MAPS, side([]), side(row(["position", 0.9])))).toBe("role");
  });

  it("is none that leaves most points of one map gray", () => {
    const partial: ExplainedShare[] = [{ color: "special", share: 0.9, isPartial: true }];
    expect(pairColor(MAPS, side(row(["special", 1])), side(partial))).toBe("role");
  });

  it("is the one that the authors have chosen, unless they have chosen two", () => {
    const shares = row(["position", 0.9], ["kind", 0.6]);
    expect(pairColor(MAPS, side(shares, "kind"), side(shares))).toBe("kind");
    expect(pairColor(MAPS, side(shares), side(shares, "role"))).toBe("role");
    expect(pairColor(MAPS, side(shares, "kind"), side(shares, "role"))).toBe("position");
  });
});

describe("pairShares", () => {
  it("has the colors that both have, strongest first", () => {
    const shares = pairShares(row(["a", 0.5], ["b", 0.3], ["c", 1]), row(["b", 0.9], ["a", 0.1]));
    expect(shares.map(({ color, share }) => [color, Number(share.toFixed(3))])).toEqual([
      ["b", 0.6],
      ["a", 0.3],
    ]);
  });
});
