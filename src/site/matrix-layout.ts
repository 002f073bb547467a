/** The layout of an atlas's page, and the data that each thumbnail carries for its enlarged card. */
import { headsOf, type Manifest } from "../atlas/files/manifest.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import { flatProjections, projectionName } from "../atlas/method.ts";
import { habitRows, withChance } from "./head-habits.ts";

/** With more heads than this, each layer is folded into a strip, because nobody takes in so many at a glance. */
const MOST_COLUMNS = 16;
const MOST_HEADS = 400;

export function isFolded(manifest: Manifest): boolean {
  return manifest.sheet.columns > MOST_COLUMNS || headsOf(manifest).length > MOST_HEADS;
}

/** `Spread: 0.42 (chance 1.00)|Itself: 0.10 (chance 0.02)`: names and values. @param manifest Of the head's tower. */
export function numbersOf(manifest: Manifest, numbers: HeadNumbers): string {
  return habitRows(manifest, numbers)
    .flatMap(({ name, score }) => (score === null ? [] : [`${name}: ${score}`]))
    .join("|");
}

/** `umap: 0.55 (chance 0.19)|pca: 0.31 (chance 0.19)`: share of queries whose most attended key is among the 3 nearest, on each flat map. */
export function trustOf(manifest: Manifest, { quality }: HeadNumbers): string {
  return flatProjections(manifest)
    .flatMap((projection) => {
      const own = quality[projectionName(projection)];
      return own
        ? [`${projection.method}: ${withChance(own.attentionRecall, own.attentionRecallChance)}`]
        : [];
    })
    .join("|");
}
