import { describe, expect, it } from "vitest";
import { heatColor, heatPixels } from "#drawing/attention/heat.ts";
import { boosted } from "#math/average-pattern.ts";

describe("heat", () => {
  it("boosts small weights by the square root, up to the strongest", () => {
    expect(boosted(0.01, 0.04)).toBeCloseTo(0.5, 6);
    expect(boosted(0.04, 0.04)).toBe(1);
    expect(boosted(0, 0)).toBe(0);
  });

  it.each([false, true])("goes one way, away from the background (dark: %s)", (isDark) => {
    const light = Array.from({ length: 101 }, (_, i) => {
      const [r, g, b] = heatColor(i / 100, isDark);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    const isSorted = light.every(
      (value, i) => i === 0 || (isDark ? value >= light[i - 1]! : value <= light[i - 1]!),
    );
    expect(isSorted).toBe(true);
    expect(Math.abs(light[100]! - light[0]!)).toBeGreaterThan(150);
  });

  it("makes one pixel of each weight", () => {
    const pixels = heatPixels(Float32Array.of(0, 1), 1, false);
    expect([...pixels]).toEqual([246, 244, 237, 255, 66, 34, 4, 255]);
  });
});
