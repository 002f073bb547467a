/** How pages say how far a color explains a map. */
import type { ExplainedShare } from "#atlas/head/head-numbers.ts";
import type { ColorMode } from "./color-mode.ts";

/** `93 %`, which no line breaks; rounded as tables round the same share: 0.985 is 0.98 there. */
export function percent(share: number): string {
  return `${Math.round(Number(share.toFixed(2)) * 100)}\u00a0%`;
}

/** `Position explains 93 % of this map (chance 0).` @param of What is explained. */
export function explainedSentence(
  { title, group }: Pick<ColorMode, "title" | "group">,
  share: number,
  of = "this map",
): string {
  const what = group === "label" ? `The label “${title.toLowerCase()}”` : title;
  return `${what} explains ${percent(share)} of ${of} (chance 0).`;
}

export function shareOf(shares: readonly ExplainedShare[], color: string): number | undefined {
  return shares.find((share) => share.color === color)?.share;
}
