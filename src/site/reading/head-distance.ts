/** How far away a head looks, in words. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import { beyondChance, LEAST, type Scores } from "./head-shares.ts";

/** `average`: `5.0 tokens away on average (chance 11.1)`; null if it was not measured. */
export function distanceOf(scores: Scores): { where: "near" | "far" | "both"; average: string | null } {
  const measure = scores.metrics.patchDistance === null ? "distance" : "patchDistance";
  const near = beyondChance(scores, measure, () => 0);
  if (near === null) return { where: "both", average: null };
  const far = beyondChance(scores, measure, (chance) => 2 * chance);
  const where = near.beyond >= LEAST.near ? "near" : (far?.beyond ?? 0) >= LEAST.far ? "far" : "both";
  const units = measure === "distance" ? "tokens" : "patches";
  return {
    where,
    average: `${near.value.toFixed(1)} ${units} away on average (chance ${near.chance.toFixed(1)})`,
  };
}

export function unitsOf({ patches }: Pick<Manifest, "patches">): string {
  return patches === null ? "tokens" : "patches";
}
