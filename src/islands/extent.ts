/** The numbers that a name speaks of. */

export interface Extent {
  /** What the numbers are, e.g. `position`. */
  readonly of: string;
  /** One range, or several, from the lowest; both ends belong to it. */
  readonly spans: readonly (readonly [low: number, high: number])[];
}

/** Whether two names speak of mostly, but not exactly, the same: of more than half of the numbers of the narrower one. */
export function isMostlySame(a: Extent, b: Extent): boolean {
  if (a.of !== b.of || String(a.spans) === String(b.spans)) return false;
  let shared = 0;
  for (const [low, high] of a.spans) {
    for (const [from, to] of b.spans) shared += Math.max(0, Math.min(high, to) - Math.max(low, from) + 1);
  }
  return shared > Math.min(sizeOf(a), sizeOf(b)) / 2;
}

function sizeOf({ spans }: Extent): number {
  return spans.reduce((sum, [low, high]) => sum + high - low + 1, 0);
}
