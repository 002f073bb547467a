/** Heads that attend most like a head, in its own model and in the other models of the site. */
import { readAtlasFile } from "headland:atlas-file";
import { atlasFiles, atlasFolder, headPath } from "../../atlas/address.ts";
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import { decodeRelations, type RelationsFile } from "../../atlas/files/relations.ts";
import { formatHead, parseHead, type HeadId } from "../../atlas/head/head-id.ts";
import { readJson } from "../../atlas/open-atlas.ts";
import { ifReadable } from "../opened-atlas.ts";
import { comparedModels } from "./compared-models.ts";
import { firstSentence } from "./first-sentence.ts";

export interface AlikeHead {
  /** `L3H1`, with its model where that is another one. */
  readonly title: string;
  readonly path: string;
  /** Jensen–Shannon, mean over rows, 0 … 1. */
  readonly distance: number;
  /** Median of all pairs of heads that were compared with it. */
  readonly typical: number;
  /** What its own page says first; empty if that is not known. */
  readonly reading: string;
}

export interface AlikeHeads {
  /** In this model, nearest first: those nearer than is typical. Empty in older atlases. */
  readonly here: readonly AlikeHead[];
  /** The nearest one of every other model that read the same, nearest first, if it is nearer than is typical. */
  readonly elsewhere: readonly AlikeHead[];
}

/** As many of each as a reader follows. */
const COUNT = 3;

/** @param manifest Of the whole atlas. */
export async function alikeHeads(manifest: Manifest, id: HeadId, base: string): Promise<AlikeHeads> {
  const alike = (
    atlas: Manifest,
    head: HeadId,
    distance: number,
    typical: number,
    isElsewhere: boolean,
  ): AlikeHead => ({
    title: isElsewhere ? `${atlas.model.name} ${formatHead(head)}` : formatHead(head),
    path: headPath(base, atlasOf(atlas), head),
    distance,
    typical,
    reading: firstSentence(atlas, head),
  });
  const relations = await relationsOf(manifest, id.tower);
  const near = relations?.nearest[formatHead(id)] ?? [];
  const typicalHere = relations?.typical ?? 0;
  const here = near.slice(0, COUNT).flatMap(([name, distance]) => {
    const head = parseHead(name);
    return head && isNearer(distance, typicalHere)
      ? [alike(manifest, head, distance, typicalHere, false)]
      : [];
  });
  const others = (await comparedModels(manifest, id)).flatMap(({ manifest: other, nearest, typical }) => {
    if (nearest === null || typical === null || !isNearer(nearest.distance, typical)) return [];
    const found = alike(other, nearest.id, nearest.distance, typical, true);
    return [{ found, series: seriesOf(other) }];
  });
  others.sort((a, b) => a.found.distance - b.found.distance);
  // The stages of a training are one model: they would fill the list with one head.
  const elsewhere = others.filter(
    ({ series }, i) => others.findIndex((other) => other.series === series) === i,
  );
  return { here, elsewhere: elsewhere.slice(0, COUNT).map(({ found }) => found) };
}

/** In the digits that a page shows: it says of no head that it is nearer than typical with 0.66 beside 0.66. */
function isNearer(distance: number, typical: number): boolean {
  return Number(distance.toFixed(2)) < Number(typical.toFixed(2));
}

function seriesOf({ model }: Manifest): string {
  return model.checkpoint?.of ?? model.slug;
}

const read = new Map<string, Promise<RelationsFile | null>>();

function relationsOf(manifest: Manifest, tower: string | undefined): Promise<RelationsFile | null> {
  const file = atlasFiles.relations(tower);
  const folder = atlasFolder(atlasOf(manifest));
  const key = `${folder}/${file}/${manifest.buildKey}`;
  const known =
    read.get(key) ??
    ifReadable(readJson((path) => readAtlasFile(`${folder}/${path}`), file, decodeRelations));
  read.set(key, known);
  return known;
}
