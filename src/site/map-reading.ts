/** What the quality of a map means to its reader, in two sentences. */
import type { MapColumn, MapQuality } from "../measures/map-measures.ts";
import { withChance } from "./head-habits.ts";

/** Trustworthiness from which each verdict holds, highest first; the last holds for all. */
const VERDICTS = [
  [0.97, "What lies together here nearly always belongs together."],
  [0.9, "What lies together here mostly belongs together."],
  [0.8, "What lies together here often does not belong together: check before you conclude."],
  [0, "What lies together here does so by chance as much as by likeness: read no shapes from it."],
] as const;

export function readMap({
  trustworthiness,
  neighborRecall,
  attentionRecall,
  attentionRecallChance,
}: MapQuality): string {
  const [, verdict] = VERDICTS.find(([least]) => trustworthiness >= least) ?? VERDICTS[3];
  const byChance =
    attentionRecallChance === undefined ? "" : `, by chance ${Math.round(attentionRecallChance * 100)}`;
  return `${verdict} Of the 15 points nearest to a point, ${(neighborRecall * 15).toFixed(0)} are its nearest in the head's own space; ${Math.round(attentionRecall * 100)} of 100 queries have the key they attend to most among the three nearest of their sequence${byChance}.`;
}

/** One cell of the table of maps: `0.86`, or with what comes out by chance, `0.86 (chance 0.19)`. */
export function scoreOf(quality: MapQuality, { name, chance }: MapColumn): string {
  return withChance(quality[name], chance && quality[chance]);
}
