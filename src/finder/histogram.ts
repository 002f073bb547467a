/** How many heads have a number of about a size. */
import { extentOf } from "./finder-table.ts";

export interface Histogram {
  readonly least: number;
  readonly most: number;
  /** Of all heads, by bins of the same width from `least` to `most`. */
  readonly all: Uint32Array;
  /** Of those that pass. */
  readonly passing: Uint32Array;
}

/** @returns Null if no head has the number. Where all have the same one, the first bin holds them. */
export function histogramOf(values: Float64Array, passes: Uint8Array, nBins: number): Histogram | null {
  const extent = extentOf(values);
  if (extent === null) return null;
  const [least, most] = extent;
  const [all, passing] = [new Uint32Array(nBins), new Uint32Array(nBins)];
  const scale = most > least ? nBins / (most - least) : 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    const bin = Math.min(nBins - 1, Math.floor((values[i]! - least) * scale));
    all[bin]!++;
    if (passes[i] === 1) passing[bin]!++;
  }
  return { least, most, all, passing };
}
