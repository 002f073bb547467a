/** What a head's first map is sorted by, in words: where a color says clearly more of it than that of query and key. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { firstProjection, methodTitle, projectionName } from "../../atlas/method.ts";
import { explainedSentence, shareOf } from "../../color/explained-words.ts";
import { findMode } from "../../color/modes.ts";
import { roleMode } from "../../color/modes/role.ts";
import { openingColor } from "../../color/opening-color.ts";

/** The color in which a head opens, other than that of query and key. */
export interface MapExplained {
  /** Name of the color mode. */
  readonly color: string;
  /** As it is offered, e.g. `Position`. */
  readonly title: string;
  readonly share: number;
  /** `Position explains 93 % of the Attention map (chance 0).` */
  readonly sentence: string;
}

/** @param manifest Of the head's tower. @returns Null where the head opens in the color of query and key. */
export function mapExplained(
  manifest: Manifest,
  { explained }: Pick<HeadNumbers, "explained">,
): MapExplained | null {
  const projection = firstProjection(manifest);
  const mode = findMode(manifest, null, openingColor(manifest, explained));
  const share = shareOf(explained?.[projectionName(projection)] ?? [], mode.name);
  if (mode === roleMode || share === undefined) return null;
  const map = `the ${methodTitle(manifest, projection.method)} map`;
  return { color: mode.name, title: mode.title, share, sentence: explainedSentence(mode, share, map) };
}
