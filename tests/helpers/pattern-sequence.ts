/** A sequence of which a HeadVis tree keeps all weights. */
import type { PatternSequence } from "#atlas/patterns/patterns.ts";

/** @param links Query, key and weight. */
export function patternSequence(
  n: number,
  links: readonly (readonly [query: number, key: number, weight: number])[],
  more: Partial<PatternSequence> = {},
): PatternSequence {
  const sorted = links.toSorted((a, b) => a[0] * n + a[1] - (b[0] * n + b[1]));
  return {
    id: 0,
    interval: 1,
    largest: Math.max(0, ...links.map(([, , weight]) => weight)),
    tokens: Array.from({ length: n }, (_, i) => ` t${i}`),
    indices: sorted.map(([query, key]) => query * n + key),
    weights: sorted.map(([, , weight]) => weight),
    ...more,
  };
}
