/** How the numbers of many heads are spread: bars of equal width. */
import { median } from "../math/median.ts";

export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly bars: readonly Bar[];
  readonly median: number;
}

export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Null without numbers. Bounds that are known are the ends, so that measures of one kind can be compared; else the least and
 * the greatest number are.
 */
export function histogramOf(
  values: readonly number[],
  [least, most]: readonly [number | null, number | null],
  nBars: number,
): Histogram | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const [first, last] = [sorted[0]!, sorted.at(-1)];
  const isBounded = least !== null && most !== null;
  const from = isBounded ? Math.min(least, first) : first;
  const end = isBounded ? Math.max(most, last) : last;
  // All alike: one bar in the middle.
  const to = end > from ? end : from + 1;
  const step = (to - from) / nBars;
  const bars = Array.from({ length: nBars }, (_, i) => ({
    from: from + i * step,
    to: from + (i + 1) * step,
    count: 0,
  }));
  for (const value of sorted) bars[Math.min(nBars - 1, Math.floor((value - from) / step))]!.count++;
  return { from, to, bars, median: median(sorted) ?? first };
}
