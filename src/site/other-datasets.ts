/** The same head on other datasets. */
import { manifestOf, type Manifest } from "../atlas/files/manifest.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import { formatHead, type HeadId } from "../atlas/head/head-id.ts";
import { readHead } from "./head-reading.ts";

/** What a head does on another dataset. */
export interface Elsewhere {
  readonly manifest: Manifest;
  /** As on the head's page there. */
  readonly reading: string;
}

/** The atlases of one model, this one among them. An atlas of other weights has another head under the same name. */
export function onSameModel(atlases: readonly Manifest[], here: Manifest): Manifest[] {
  return atlases.filter(({ model }) => model.slug === here.model.slug && model.digest === here.model.digest);
}

/**
 * What the head does on each other dataset of this site, in the order of the atlases.
 *
 * @param here The atlas of the page.
 * @param numbersIn The numbers of an atlas's heads, by name.
 */
export function onOtherDatasets(
  atlases: readonly Manifest[],
  here: Manifest,
  id: HeadId,
  numbersIn: (manifest: Manifest) => ReadonlyMap<string, HeadNumbers>,
): Elsewhere[] {
  return onSameModel(atlases, here).flatMap((manifest) => {
    if (manifest.dataset.slug === here.dataset.slug) return [];
    const numbers = numbersIn(manifest).get(formatHead(id));
    return numbers === undefined
      ? []
      : [{ manifest, reading: readHead(manifestOf(manifest, id.tower), numbers).text }];
  });
}
