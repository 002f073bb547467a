/** Distances between heads of different models of this site, where they read the same texts or pictures. */
import { readAtlasFile } from "headland:atlas-file";
import { atlasFiles, atlasFolder } from "../../atlas/address.ts";
import { atlasOf, headsOf, type Manifest } from "../../atlas/files/manifest.ts";
import type { HeadId } from "../../atlas/head/head-id.ts";
import { readJson } from "../../atlas/open-atlas.ts";
import { readSharedHeads } from "../../compare/shared-heads.ts";
import { compareHeads, FEWEST_ROWS, type Compared, type SharedHeads } from "../../relations/compare-heads.ts";
import { typicalOf } from "../../relations/nearest-heads.ts";
import { sharedStarts } from "../../relations/shared-rows.ts";
import { allAtlases } from "../atlases.ts";
import { ifReadable } from "../opened-atlas.ts";

/** The heads of one tower of an atlas, in their order. */
export interface TowerHeads {
  /** Of the whole atlas. */
  readonly manifest: Manifest;
  readonly ids: readonly HeadId[];
}

/** A tower of another model, with the distances of its heads from the head that was asked for. */
export interface ComparedTower extends TowerHeads {
  /** By head of `ids`; NaN where there is none. */
  readonly distances: Float64Array;
  /** Median over all pairs of heads of the two models; null if no pair has a distance. */
  readonly typical: number | null;
  readonly nRows: number;
}

/** Weights that are compared for the whole site, in a few seconds. With more pairs of heads, fewer rows are compared. */
const MOST_COMPARED = 2e9;
const MOST_ROWS = 256;

interface Tower extends TowerHeads {
  readonly name: string | undefined;
  readonly shared: SharedHeads;
}

interface Pair {
  readonly a: Tower;
  readonly b: Tower;
  readonly compared: Compared;
  readonly typical: number | null;
}

let pairs: { readonly key: string; readonly found: Promise<readonly Pair[]> } | undefined;

/** Towers of other models that can be compared with this head's; none of older atlases. */
export async function comparedModels(manifest: Manifest, id: HeadId): Promise<ComparedTower[]> {
  const atlases = allAtlases();
  const key = atlases.map(({ buildKey }) => buildKey).join();
  if (pairs?.key !== key) pairs = { key, found: allPairs(atlases) };
  const folder = atlasFolder(atlasOf(manifest));
  const isOwn = (tower: Tower): boolean =>
    tower.name === id.tower && atlasFolder(atlasOf(tower.manifest)) === folder;
  return (await pairs.found).flatMap(({ a, b, compared, typical }) => {
    const [own, other] = isOwn(a) ? [a, b] : isOwn(b) ? [b, a] : [];
    if (own === undefined || other === undefined) return [];
    const head = own.ids.findIndex((each) => each.layer === id.layer && each.head === id.head);
    const { distances, nRows } = compared;
    const at = (h: number): number => (own === a ? head * b.ids.length + h : h * b.ids.length + head);
    const row = Float64Array.from(other.ids, (_, h) => distances[at(h)] ?? NaN);
    return [{ manifest: other.manifest, ids: other.ids, distances: row, typical, nRows }];
  });
}

async function allPairs(atlases: readonly Manifest[]): Promise<Pair[]> {
  const read = atlases.flatMap((manifest) => manifest.towers.map(({ name }) => readTower(manifest, name)));
  const towers = (await Promise.all(read)).filter((tower) => tower !== null);
  const candidates = towers.flatMap((a, i) =>
    towers.slice(i + 1).flatMap((b) => (mayCompare(a, b) ? [[a, b] as const] : [])),
  );
  const perRow = candidates.reduce((sum, [a, b]) => sum + a.ids.length * b.ids.length * widthOf(a.shared), 0);
  const mostRows = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, MOST_COMPARED / Math.max(1, perRow)));
  return candidates.flatMap(([a, b]) => {
    const compared = compareHeads(a.shared, b.shared, mostRows);
    return compared === null ? [] : [{ a, b, compared, typical: typicalOf(compared.distances) }];
  });
}

/** Heads of one model on two data sets are one head; texts and pictures have nothing in common. */
function mayCompare(a: Tower, b: Tower): boolean {
  return a.manifest.model.slug !== b.manifest.model.slug && a.shared.unit === b.shared.unit;
}

function widthOf(shared: SharedHeads): number {
  const starts = sharedStarts(shared);
  return starts.at(-1) / Math.max(1, starts.length - 1);
}

async function readTower(manifest: Manifest, name: string | undefined): Promise<Tower | null> {
  const folder = atlasFolder(atlasOf(manifest));
  const shared = await ifReadable(
    readJson((path) => readAtlasFile(`${folder}/${path}`), atlasFiles.shared(name), readSharedHeads),
  );
  const ids = headsOf(manifest).filter(({ tower }) => tower === name);
  if (shared?.nHeads !== ids.length) return null;
  return { manifest, name, ids, shared };
}
