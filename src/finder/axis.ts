/** An axis of the scatter: where numbers lie on it, and round numbers to write beside it. */

export interface Axis {
  readonly least: number;
  readonly most: number;
  readonly ticks: readonly number[];
}

/** Steps between round numbers, in powers of ten. */
const ROUND = [1, 2, 5, 10] as const;

/**
 * An axis that holds all numbers, with room at both ends.
 *
 * @param most As many ticks, or a few less.
 */
export function axisOf(extent: readonly [least: number, most: number] | null, mostTicks = 5): Axis {
  const [low, high] = extent ?? [0, 1];
  // A single number stands in the middle, and so do numbers that differ by nothing but rounding.
  const isWide = high - low > 1e-12 + 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  const room = isWide ? (high - low) * 0.04 : Math.max(Math.abs(high) * 0.1, 0.5);
  const [least, most] = [low - room, high + room];
  const step = stepFor(most - least, mostTicks);
  const first = Math.ceil(least / step);
  const last = Math.floor(most / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { least, most, ticks: ticks.map((tick) => Number(tick.toPrecision(12))) };
}

/** 0 at its beginning, 1 at its end. */
export function placeOn({ least, most }: Axis, value: number): number {
  return (value - least) / (most - least);
}

export function valueAt({ least, most }: Axis, place: number): number {
  return least + place * (most - least);
}

function stepFor(span: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(span / most));
  return (ROUND.find((step) => span / (step * power) <= most) ?? 10) * power;
}
