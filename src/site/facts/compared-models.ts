/** Distances between heads of different models of this site, where they read the same texts or pictures. */
import { readAtlasFile } from "headland:atlas-file";
import { atlasFiles, atlasFolder } from "../../atlas/address.ts";
import { atlasOf, headsOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";
import { readJson } from "../../atlas/open-atlas.ts";
import { readSharedHeads } from "../../compare/shared-heads.ts";
import { compareHeads, FEWEST_ROWS, type Compared, type SharedHeads } from "../../relations/compare-heads.ts";
import { typicalOf } from "../../relations/nearest-heads.ts";
import { sharedStarts } from "../../relations/shared-rows.ts";
import { allAtlases } from "../atlases.ts";
import { ifReadable } from "../opened-atlas.ts";

/** A tower of another model, compared with the head that was asked for. */
export interface ComparedTower {
  /** Of the whole atlas. */
  readonly manifest: Manifest;
  /** The head of it that is nearest to that head; null if none has a distance. */
  readonly nearest: { readonly id: HeadId; readonly distance: number } | null;
  /** Median over all pairs of heads of the two models; null if no pair has a distance. */
  readonly typical: number | null;
}

/** Weights that are compared for the whole site, in a few seconds. With more pairs of heads, fewer rows are compared. */
const MOST_COMPARED = 2e9;
const MOST_ROWS = 256;

interface Tower {
  readonly manifest: Manifest;
  readonly name: string | undefined;
  /** Its heads in their order. */
  readonly ids: readonly HeadId[];
  readonly shared: SharedHeads;
}

interface Pair {
  readonly a: Tower;
  readonly b: Tower;
  /** What is nearest to each head of `a` and of `b`, found once for all pages. */
  readonly nearestToA: Nearest;
  readonly nearestToB: Nearest;
  readonly typical: number | null;
}

/** By head: the name of the head, and what of the other tower is nearest. */
type Nearest = ReadonlyMap<string, ComparedTower["nearest"]>;

let pairs: { readonly key: string; readonly found: Promise<readonly Pair[]> } | undefined;

/** Towers of other models that can be compared with this head's; none of older atlases. */
export async function comparedModels(manifest: Manifest, id: HeadId): Promise<ComparedTower[]> {
  const atlases = allAtlases();
  const key = atlases.map(({ buildKey }) => buildKey).join();
  if (pairs?.key !== key) pairs = { key, found: allPairs(atlases) };
  const folder = atlasFolder(atlasOf(manifest));
  const isOwn = (tower: Tower): boolean =>
    tower.name === id.tower && atlasFolder(atlasOf(tower.manifest)) === folder;
  return (await pairs.found).flatMap(({ a, b, nearestToA, nearestToB, typical }) => {
    const [near, other] = isOwn(a) ? [nearestToA, b] : isOwn(b) ? [nearestToB, a] : [];
    if (near === undefined || other === undefined) return [];
    return [{ manifest: other.manifest, nearest: near.get(formatHead(id)) ?? null, typical }];
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
    return compared === null ? [] : [pairOf(a, b, compared)];
  });
}

function pairOf(a: Tower, b: Tower, { distances }: Compared): Pair {
  const nB = b.ids.length;
  return {
    a,
    b,
    nearestToA: nearestAmong(a, b, (own, other) => distances[own * nB + other]!),
    nearestToB: nearestAmong(b, a, (own, other) => distances[other * nB + own]!),
    typical: typicalOf(distances),
  };
}

/** Of equally near heads the first. */
function nearestAmong(own: Tower, other: Tower, distanceOf: (own: number, other: number) => number): Nearest {
  return new Map(
    own.ids.map((id, h) => {
      let [at, distance] = [-1, Infinity];
      for (let o = 0; o < other.ids.length; o++) {
        const found = distanceOf(h, o);
        if (found < distance) [at, distance] = [o, found];
      }
      return [formatHead(id), at < 0 ? null : { id: other.ids[at]!, distance }] as const;
    }),
  );
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
