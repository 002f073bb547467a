/** Colors of search terms: where several are searched at once, what they found takes their colors. */
import type { Color, Coloring } from "#color/color-mode.ts";
import { KINDS } from "#color/palette.ts";
import type { Found } from "./found.ts";

/** A color per term; null where there are no two to tell apart, and found points keep the colors of the mode. */
export function termColors(found: Found | null): Color[] | null {
  if (found === null || found.terms.length < 2) return null;
  return found.terms.map((_, i) => KINDS[i % KINDS.length] ?? "");
}

/** The colors of the mode, replaced by those of the terms where a term found a token. */
export function colorTerms(
  coloring: Coloring,
  found: Found | null,
  colors: readonly Color[] | null,
): Pick<Coloring, "color" | "overlap"> {
  if (found === null || colors === null) return coloring;
  return { color: (token, role) => colors[found.termOf[token] ?? -1] ?? coloring.color(token, role) };
}
