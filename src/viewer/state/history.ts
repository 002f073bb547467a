/** Which changes of a view the browser's Back takes back: those a reader thinks of as going somewhere. Pure. */
import type { View } from "#atlas/view/view.ts";

/** Sliders and switches of the drawing are no places: they only change the address of the one the reader is at. */
const STEPS = [
  "method",
  "dim",
  "color",
  "selected",
  "search",
  "area",
  "onlyRole",
  "only",
  "panel",
  "tiles",
  "tour",
] as const satisfies (keyof View)[];
export type Step = (typeof STEPS)[number];

/** What of it differs, as far as it is worth a step back. */
export function stepsBetween(before: View, after: View): Step[] {
  return STEPS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

/**
 * Whether the change gets an entry of its own in the history.
 *
 * @param last What the last entry was made for; null where it was made by a navigation, or after going back.
 */
export function isNewEntry(steps: readonly Step[], last: readonly Step[] | null): boolean {
  // Letter after letter is one search: Back takes away all of it.
  const isTyping = isSearch(steps) && last !== null && isSearch(last);
  return steps.length > 0 && !isTyping;
}

function isSearch(steps: readonly Step[]): boolean {
  return steps.length === 1 && steps[0] === "search";
}
