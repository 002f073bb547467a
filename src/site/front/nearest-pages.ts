/** Pages that someone may have meant who asked for an address that does not exist. Runs in the browser. */
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";

/** An atlas, as far as the addresses of its pages go. */
export interface AtlasPages {
  /** `tiny-gpt/stories`. */
  readonly folder: string;
  readonly title: string;
  readonly towers: readonly { readonly name?: string; readonly heads: readonly number[] }[];
}

export interface NearPage {
  /** Below the base of the site: `tiny-gpt/stories/L3H5/`. */
  readonly path: string;
  readonly title: string;
}

/** Names of which more than this share would have to be typed anew are not alike. */
const MOST_CHANGED = 0.5;
/** Longer addresses are cut: comparing them takes time that grows with the square of their length. */
const LONGEST = 200;

/**
 * The pages whose addresses are most alike, the nearest first; none if the site has nothing like it.
 *
 * @param path The address that does not exist, below the base of the site.
 */
export function nearestPages(path: string, atlases: readonly AtlasPages[], most = 5): NearPage[] {
  const [model = "", dataset = "", last = ""] = segmentsOf(path);
  const wanted = dataset === "" ? model : `${model}/${dataset}`;
  const ranked = atlases
    .map((atlas) => ({ atlas, changed: changedShare(wanted, atlas.folder) }))
    .filter(({ changed }) => changed <= MOST_CHANGED)
    .sort((a, b) => a.changed - b.changed);
  // The atlas that fits best with its head, then the others: heads of all of them would hide the atlases.
  return ranked
    .flatMap(({ atlas }) => {
      const head = last === "" ? undefined : nearestHead(last, atlas);
      const whole = { path: `${atlas.folder}/`, title: atlas.title };
      const ofHead = head && {
        path: `${atlas.folder}/${formatHead(head)}/`,
        title: `${atlas.title}, ${formatHead(head)}`,
      };
      return ofHead ? [ofHead, whole] : [whole];
    })
    .slice(0, most);
}

/** Reads `L3H5`, `l3 h5`, `3/5` or `encoder-L3H5`; undefined if it names no place. */
export function readHeadName(text: string): HeadId | undefined {
  const named =
    /^(?:([a-z][a-z0-9]*)\s*[-\s/:]\s*)?(?:layer|l)?\s*(\d{1,4})\s*[-\s/.,:]*\s*(head|h)?\s*(\d{1,4})$/i;
  const match = named.exec(text.trim());
  if (!match) return undefined;
  const [, before = "", layer, letter, head] = match;
  // Two bare numbers need something between them.
  if (letter === undefined && /^(?:layer|l)?\s*\d+$/i.test(text.trim())) return undefined;
  const tower = before.toLowerCase();
  const place = { layer: Number(layer), head: Number(head) };
  return tower === "" || tower === "layer" || tower === "l" ? place : { tower, ...place };
}

/** The head itself if the atlas has it, in its first tower if none is named. */
export function findHead({ layer, head, tower }: HeadId, { towers }: AtlasPages): HeadId | undefined {
  const own = towers.find(({ name }) => name === tower) ?? (tower === undefined ? towers[0] : undefined);
  if (own === undefined || head >= (own.heads[layer] ?? 0)) return undefined;
  return own.name === undefined ? { layer, head } : { tower: own.name, layer, head };
}

/** The head that is meant, or the last one of its layer, or of the last layer. */
function nearestHead(text: string, atlas: AtlasPages): HeadId | undefined {
  const wanted = readHeadName(text);
  if (wanted === undefined) return undefined;
  const { towers } = atlas;
  const own = towers.find(({ name }) => name === wanted.tower) ?? towers[0];
  const layer = Math.min(wanted.layer, (own?.heads.length ?? 0) - 1);
  const head = Math.min(wanted.head, (own?.heads[layer] ?? 0) - 1);
  const name = own?.name === undefined ? {} : { tower: own.name };
  return findHead({ ...name, layer, head }, atlas);
}

/** Without case, without what a percent sign cannot stand for, and without `index.html`. */
function segmentsOf(path: string): string[] {
  return path
    .slice(0, LONGEST)
    .split("/")
    .map((segment) => decoded(segment).toLowerCase())
    .filter((segment) => segment !== "" && segment !== "index.html");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** 0 for the same name, 1 for names that share nothing. The name of the model alone is as good as an atlas of it. */
function changedShare(wanted: string, folder: string): number {
  const names = [folder, ...(wanted.includes("/") ? [] : folder.split("/"))];
  return Math.min(
    ...names.map((name) => editDistance(wanted, name) / Math.max(wanted.length, name.length, 1)),
  );
}

/** Letters to insert, delete, replace or swap with their neighbor. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1, swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
