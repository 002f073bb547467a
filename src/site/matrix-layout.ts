/** The layout of an atlas's page, and the data that each thumbnail carries for its enlarged card. */
import { atlasFile, atlasFiles } from "../atlas/address.ts";
import { atlasOf, headsOf, type Manifest } from "../atlas/files/manifest.ts";
import { formatLayer } from "../atlas/files/layer-maps.ts";
import type { HeadId } from "../atlas/head/head-id.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import { flatProjections, projectionName } from "../atlas/method.ts";
import { habitRows, withChance } from "./head-habits.ts";

/** With more heads than this, each layer is folded into a strip, because nobody takes in so many at a glance. The page loads its heads when it is unfolded. */
const MOST_COLUMNS = 16;
const MOST_HEADS = 400;
/** With more heads than this, the page lists some of those that have a habit, and says how many more there are. */
const MOST_LISTED = 1000;

export function isFolded(manifest: Manifest): boolean {
  return manifest.sheet.columns > MOST_COLUMNS || headsOf(manifest).length > MOST_HEADS;
}

/** Whether the page lists all heads that have a habit. */
export function listsAll(manifest: Manifest): boolean {
  return headsOf(manifest).length <= MOST_LISTED;
}

/** Layers with their heads, by name: `L3`, `encoder-L3`. */
export function layersOf(manifest: Manifest): ReadonlyMap<string, readonly HeadId[]> {
  return Map.groupBy(headsOf(manifest), formatLayer);
}

/** Where thumbnails lie in their sheets, and how large they are, for the element around them. */
export function matrixStyle(manifest: Manifest, base: string): string {
  const { columns, rows, cellPx, average } = manifest.sheet;
  // Half the size at which the thumbnails are drawn, but never too small to read.
  const cellRem = Math.max(4.5, cellPx / 2 / 16).toFixed(2);
  const averages = atlasFile(base, atlasOf(manifest), atlasFiles.averageSheet);
  return [
    `--columns: ${columns}; --rows: ${rows}; --cell: ${cellRem}rem; --size: ${columns * 100}% ${rows * 100}%`,
    ...(average === true ? [`--averages: url("${averages}")`] : []),
  ].join("; ");
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
