/** How many units a build is split into, and what each of them makes. */
import type { AtlasId } from "#atlas/address.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { partOf, unitsOf, type Unit } from "./unit.ts";

/** An atlas as it is to be split. */
export interface AtlasToPlan {
  readonly id: AtlasId;
  /** All heads of the model, in its order. */
  readonly heads: readonly HeadId[];
  /** The time that one core needs for one head. */
  readonly secondsPerHead: number;
  /** Whether a head's result is kept already. */
  readonly isKept: (head: HeadId) => boolean;
}

export interface PlannedUnit {
  readonly unit: Unit;
  readonly parts: readonly PlannedPart[];
  /** Estimated, without the run of the model. */
  readonly seconds: number;
}

export interface PlannedPart {
  readonly id: AtlasId;
  readonly heads: readonly HeadId[];
  readonly nKept: number;
}

/** So many units that none takes much longer than asked; no more than there are heads. */
export function countUnits(
  atlases: readonly AtlasToPlan[],
  { minutes, workers }: { readonly minutes: number; readonly workers: number },
): number {
  const seconds = atlases.reduce((sum, { heads, secondsPerHead }) => sum + heads.length * secondsPerHead, 0);
  const most = Math.max(1, ...atlases.map(({ heads }) => heads.length));
  return Math.min(most, Math.max(1, Math.ceil(seconds / workers / (60 * minutes))));
}

export function planUnits(atlases: readonly AtlasToPlan[], count: number, workers: number): PlannedUnit[] {
  return unitsOf(count).map((unit) => {
    const parts = atlases.map(({ id, heads, isKept }) => {
      const own = partOf(unit, heads);
      return { id, heads: own, nKept: own.filter(isKept).length };
    });
    const seconds = atlases.reduce((sum, { secondsPerHead }, i) => {
      const n = parts[i]?.heads.length ?? 0;
      return sum + secondsPerHead * Math.ceil(n / workers);
    }, 0);
    return { unit, parts, seconds };
  });
}
