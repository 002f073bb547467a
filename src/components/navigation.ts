/** Where one can go from a head's page. Everything is worked out when the site is built; the browser only follows. */
import { atlasFolder, headPath, matrixPath } from "#atlas/address.ts";
import { formatHead, type HeadId } from "#atlas/head-id.ts";
import { atlasOf, findHead, type Manifest } from "#atlas/manifest.ts";

export const DIRECTIONS = ["previous", "next", "up", "down"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The neighbor of a head in its tower: previous and next in its layer, up and down in the layers around it. */
export function adjacentHead(manifest: Manifest, id: HeadId, direction: Direction): HeadId | undefined {
  const layers = manifest.towers.find((tower) => tower.name === id.tower)?.heads ?? [];
  const step = direction === "previous" || direction === "up" ? -1 : 1;
  if (direction === "previous" || direction === "next") {
    const head = id.head + step;
    return head >= 0 && head < (layers[id.layer] ?? 0) ? { ...id, head } : undefined;
  }
  const layer = id.layer + step;
  const nHeads = layers[layer] ?? 0;
  // Layers may have fewer heads than this one: then its last head is the nearest.
  return nHeads > 0 ? { ...id, layer, head: Math.min(id.head, nHeads - 1) } : undefined;
}

export interface Choice {
  readonly label: string;
  /** The page that this choice opens. */
  readonly path: string;
  readonly current: boolean;
}

/** Models to switch to: on the same dataset if they have it, at the same head if they have it. */
export function modelChoices(
  base: string,
  all: readonly Manifest[],
  here: Manifest,
  head?: HeadId,
): Choice[] {
  const bySlug = Map.groupBy(all, (manifest) => manifest.model.slug);
  return [...bySlug.values()].flatMap((manifests) => {
    const target = manifests.find(({ dataset }) => dataset.slug === here.dataset.slug) ?? manifests[0];
    if (!target) return [];
    const current = target.model.slug === here.model.slug;
    return [{ label: target.model.name, path: pathIn(base, target, head), current }];
  });
}

/** Datasets that the model was run on. */
export function datasetChoices(
  base: string,
  all: readonly Manifest[],
  here: Manifest,
  head?: HeadId,
): Choice[] {
  return all
    .filter(({ model }) => model.slug === here.model.slug)
    .map((target) => ({
      label: target.dataset.name,
      path: pathIn(base, target, head),
      current: atlasFolder(atlasOf(target)) === atlasFolder(atlasOf(here)),
    }));
}

function pathIn(base: string, target: Manifest, head?: HeadId): string {
  const known = head && findHead(target, formatHead(head));
  return known ? headPath(base, atlasOf(target), known) : matrixPath(base, atlasOf(target));
}
