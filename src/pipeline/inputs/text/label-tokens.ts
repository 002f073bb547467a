/** Spans of a text → a label per token of it. */
import type { LabelValue } from "#atlas/tokens/token-labels.ts";
import type { Spans } from "./read-spans.ts";
import type { TokenPlace } from "./tokens/locate-tokens.ts";

/** For each label the value of the span that covers most of each token; null where none does. */
export function labelTokens(places: readonly (TokenPlace | null)[], spans: Spans): Map<string, LabelValue[]> {
  const labels = [...spans].map(([name, all]) => {
    const values = places.map((place) => {
      let [value, most]: [LabelValue, number] = [null, 0];
      if (place === null) return value;
      for (const span of all) {
        const shared = Math.min(place.end, span.end) - Math.max(place.start, span.start);
        if (shared > most) [value, most] = [span.value, shared];
      }
      return value;
    });
    return [name, values] as const;
  });
  return new Map(labels);
}
