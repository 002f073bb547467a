/** Closeness of numeric arrays: lengths first, then the worst entry with both numbers. NaN and ±Infinity are close to nothing. */
import { expect } from "vitest";

/** How far apart two numbers may be: |actual − expected| ≤ abs + rel · |expected|. */
export interface Tolerance {
  readonly abs: number;
  readonly rel?: number;
}

export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): void {
  expect(actual.length, "length").toBe(expected.length);
  let worst = 0;
  let worstExcess = -Infinity;
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] ?? Number.NaN, expected[i] ?? Number.NaN];
    const excess = Math.abs(a - e) - (tolerance.abs + (tolerance.rel ?? 0) * Math.abs(e));
    if (Number.isNaN(excess) || excess > worstExcess) {
      worst = i;
      worstExcess = Number.isNaN(excess) ? Infinity : excess;
      if (worstExcess === Infinity) break;
    }
  }
  if (expected.length > 0 && worstExcess > 0) {
    expect.fail(`entry ${worst}: expected ${String(expected[worst])}, received ${String(actual[worst])}`);
  }
}
