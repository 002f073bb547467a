/** The heads of a site among which tours choose, by rules over their numbers. Pure. */
import { manifestOf, type Manifest } from "../../atlas/files/manifest.ts";
import { parseHead, type HeadId } from "../../atlas/head/head-id.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { firstProjection, projectionName } from "../../atlas/method.ts";
import type { MapQuality } from "../../measures/map-measures.ts";
import { isWithinSequences, type HeadMetrics } from "../../measures/metrics.ts";
import { beyondChance, type Beyond } from "../reading/head-shares.ts";

export interface TourHead {
  /** Of the whole atlas. */
  readonly atlas: Manifest;
  /** Of the head's tower. */
  readonly manifest: Manifest;
  readonly id: HeadId;
  readonly numbers: HeadNumbers;
}

/** Heads of text or of pictures that look within one sequence, in the order of the atlases. */
export function tourHeads(
  atlases: readonly { readonly manifest: Manifest; readonly rows: readonly HeadNumbers[] }[],
  kind: Manifest["dataset"]["kind"],
): TourHead[] {
  return atlases
    .flatMap(({ manifest: atlas, rows }) =>
      rows.flatMap((numbers) => {
        const id = parseHead(numbers.head);
        return id === undefined ? [] : [{ atlas, manifest: manifestOf(atlas, id.tower), id, numbers }];
      }),
    )
    .filter(({ manifest, numbers }) => manifest.dataset.kind === kind && isWithinSequences(numbers.metrics));
}

/** The head with the greatest value; of equal ones the first. @returns undefined if none has at least `least`. */
export function strongest(
  heads: readonly TourHead[],
  valueOf: (head: TourHead) => number | null,
  least: number,
): TourHead | undefined {
  const valued = heads.flatMap((head) => {
    const value = valueOf(head);
    return value === null || value < least ? [] : [{ head, value }];
  });
  return valued.sort((a, b) => b.value - a.value)[0]?.head;
}

/** A share of attention of the head, beside chance. */
export function shareOf({ numbers }: TourHead, measure: keyof HeadMetrics): Beyond | null {
  return beyondChance(numbers, measure);
}

/** Of the map with which the head's page opens. */
export function firstQuality({ manifest, numbers }: TourHead): MapQuality | undefined {
  return numbers.quality[projectionName(firstProjection(manifest))];
}

/** How far a color explains that map; null in older atlases, and for colors that they do not measure. */
export function explainedBy({ manifest, numbers }: TourHead, color: string): number | null {
  const shares = numbers.explained?.[projectionName(firstProjection(manifest))] ?? [];
  return shares.find((each) => each.color === color)?.share ?? null;
}
