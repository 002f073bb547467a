/** What the quality of a map means to its reader. */
import type { MapColumn, MapQuality } from "../measures/map-measures.ts";
import { neighborsByChance, trustworthinessByChance } from "../measures/neighbor-chance.ts";
import { twoDecimals, withChance } from "./head-habits.ts";
import { chancePercent, keepTogether, percentOf } from "./reading/head-shares.ts";

/** Trustworthiness from which each verdict holds, highest first; the last holds for all. */
const VERDICTS = [
  [0.97, "what lies together here nearly always lies together in the head's own space, too"],
  [0.9, "what lies together here mostly lies together in the head's own space, too"],
  [0.8, "what lies together here is often far apart in the head's own space: check before you conclude"],
  [0, "what lies together here does so by chance as much as by likeness: read no shapes from it"],
] as const;

/**
 * How far beyond chance (0) and up to always (1) queries must lie near the key they attend to most, for nearness to be read
 * as attention.
 */
const LEAST_NEARNESS = { mostly: 0.6, sometimes: 0.2 } as const;

/** @param nPoints Queries and keys of the head. */
export function readMap(quality: MapQuality, nPoints: number): string {
  const { trustworthiness, neighborRecall } = quality;
  // As it is shown: 0.896 is read as 0.90.
  const shown = Number(trustworthiness.toFixed(2));
  const [, verdict] = VERDICTS.find(([least]) => shown >= least) ?? VERDICTS[3];
  const trust = withChance(trustworthiness, trustworthinessByChance(nPoints));
  const byChance = neighborsByChance(nPoints);
  const nKept = (neighborRecall * 15).toFixed(0);
  const kept = `${nKept} ${nKept === "1" ? "is" : "are"} among its 15 nearest in the head's own space (chance ${byChance < 0.1 ? "under 0.1" : byChance.toFixed(1)})`;
  return `Trustworthiness ${trust}: ${verdict}.${accuracyOf(quality)} Of the 15 points nearest to a point, ${kept}. ${readNearness(quality)}`;
}

/** How far it is an estimate; nothing where it is none. */
function accuracyOf({ standardError }: MapQuality): string {
  if (standardError === undefined) return "";
  const error = Math.max(0.0001, standardError).toFixed(4);
  return ` Its ranks are counted among a part of the points, drawn for each of them (±\u00a0${error}).`;
}

/** How far a query near a key can be taken to attend to it. */
export function readNearness({ attentionRecall, attentionRecallChance: chance }: MapQuality): string {
  const share = keepTogether(
    `${percentOf(attentionRecall)} % of the queries have the key they attend to most among the three nearest of their sequence`,
  );
  if (chance === undefined) return `${share}.`;
  const beyond = chance < 1 ? (attentionRecall - chance) / (1 - chance) : 0;
  const counted = `${share} (${keepTogether(chancePercent(chance))})`;
  if (beyond >= LEAST_NEARNESS.mostly)
    return `A query mostly lies near the key it attends to most: ${counted}.`;
  if (beyond >= LEAST_NEARNESS.sometimes)
    return `A query near a key attends to it more often than by chance, but not reliably: ${counted}.`;
  return `Nearness of query and key says little about attention here: ${counted}.`;
}

/** One cell of the table of maps: `0.86`, or with what comes out by chance, `0.86 (chance 0.19)`. */
export function scoreOf(quality: MapQuality, { name, chance }: MapColumn): string {
  return withChance(quality[name], chance && quality[chance]);
}

/** What a whole column is by chance, where that depends on the number of points alone: `chance 0.50`. */
export function chanceOfColumn({ name }: MapColumn, nPoints: number): string | undefined {
  if (name === "distanceCorrelation") return "chance 0";
  if (name !== "trustworthiness" && name !== "continuity") return undefined;
  return `chance ${twoDecimals(trustworthinessByChance(nPoints))}`;
}
