import { percent } from "../../color/explained-words.ts";
import { explainedBy, type TourHead } from "./tour-heads.ts";
import type { DraftStep } from "./write-tour.ts";

/** Whether a color explains the head's map; null in older atlases, which do not measure it. */
export function sortedBy(head: TourHead, color: string, name: string, alike: string): DraftStep | null {
  const share = explainedBy(head, color);
  if (share === null) return null;
  const verdict = share >= 0.5 ? "Yes" : share >= 0.2 ? "In part" : "Hardly";
  return {
    head,
    view: { color },
    text: `The map, colored by ${name}.`,
    question: `Do ${alike} lie together?`,
    answer: `${verdict}: ${name} explains ${percent(share)} of this map (chance 0).`,
  };
}
