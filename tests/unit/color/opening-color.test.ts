import { describe, expect, it } from "vitest";
import type { ExplainedShare } from "#atlas/head/head-numbers.ts";
import { openingColor } from "#color/opening-color.ts";

const MAPS = { methods: ["attention", "pca"], dims: [2, 3] } as const;
const row = (...shares: [color: string, share: number][]): ExplainedShare[] =>
  shares.map(([color, share]) => ({ color, share }));

describe("openingColor", () => {
  it("is the color that explains the first flat map best", () => {
    const explained = {
      pca2: row(["kind", 0.99]),
      attention3: row(["kind", 0.99]),
      attention2: row(["position", 0.93], ["kind", 0.5], ["role", 0.4]),
    };
    expect(openingColor(MAPS, explained)).toBe("position");
  });

  it("is that of query and key where no other one clearly says more", () => {
    expect(openingColor(MAPS, { attention2: row(["position", 0.69], ["role", 0.6]) })).toBe("role");
    expect(openingColor(MAPS, { attention2: row(["position", 0.7], ["role", 0.6]) })).toBe("position");
    expect(openingColor(MAPS, { attention2: row(["position", 0.49]) })).toBe("role");
    expect(openingColor(MAPS, { attention2: row(["position", 0.5]) })).toBe("position");
    expect(openingColor(MAPS, { attention2: row(["role", 0.9], ["position", 0.8]) })).toBe("role");
  });

  it("is none that leaves most points gray", () => {
    const explained = [{ color: "special", share: 1, isPartial: true } as const, ...row(["kind", 0.7])];
    expect(openingColor(MAPS, { attention2: explained })).toBe("kind");
  });

  it("is the one that the author has chosen, whatever explains more", () => {
    const explained = { attention2: row(["position", 0.9]) };
    expect(openingColor({ ...MAPS, color: "kind" }, explained)).toBe("kind");
    expect(openingColor({ ...MAPS, color: "role" }, undefined)).toBe("role");
  });

  it("is that of query and key where nothing was measured", () => {
    expect(openingColor(MAPS, undefined)).toBe("role");
    expect(openingColor(MAPS, { attention2: [] })).toBe("role");
    expect(openingColor(MAPS, { pca2: row(["position", 0.9]) })).toBe("role");
    expect(openingColor({ methods: [], dims: [] }, undefined)).toBe("role");
  });
});
