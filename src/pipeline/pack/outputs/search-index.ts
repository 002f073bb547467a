/** `search/`: in which heads tokens gather and give weight to each other, cut into parts by token. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atlasFiles } from "#atlas/address.ts";
import { headsOf } from "#atlas/files/manifest.ts";
import { byteMean, encodeIndex, encodePart } from "#atlas/search/search-index.ts";
import { LEAST_MEAN } from "../../measure/search-numbers.ts";
import { jsonFile } from "../json-file.ts";
import type { Output, OutputFile, PackedAtlas } from "./output.ts";
import { joinedBytes, joinHeads, type JoinedHeads } from "./search-join.ts";
import { readSearchHead, searchHeadFile, type SearchHead } from "./search-head.ts";

/** Of the bytes of all other files. The index stays below a tenth. */
const LARGEST_SHARE = 0.09;
/** However large the atlas is: the index is made in memory. */
const MOST_BYTES = 128 * 2 ** 20;
/** Floors that are tried in turn, as bytes of the index: 0.02, 0.03, 0.05, 0.08, … */
const FLOORS = [0, 44, 57, 72, 88, 114, 140, 180, 220, 256] as const;
/** An entry as text: a head and a mean. */
const ENTRY_BYTES = 4;

export const searchIndexOutput: Output = {
  of: "atlas",
  files: async (atlas) => {
    if (atlas.manifest.search !== true) return [];
    const budget = Math.min(MOST_BYTES, Math.floor(atlas.nBytes * LARGEST_SHARE));
    return indexWithin(budget, await readHeads(atlas, budget));
  },
};

/** The index with the lowest floor that fits. Without any weight, it still says where tokens gather. */
export function indexWithin(budget: number, heads: readonly SearchHead[]): OutputFile[] {
  let files: OutputFile[] = [];
  for (const floor of FLOORS) {
    // What surely does not fit need not be made.
    if (floor !== FLOORS.at(-1) && leastBytes(heads, floor) > budget) continue;
    files = filesOf(joinHeads(heads, floor), heads, floor);
    if (files.reduce((sum, [, content]) => sum + content.length, 0) <= budget) return files;
  }
  return files;
}

/** Without the frame of the files: three bytes become four letters. */
function leastBytes(heads: readonly SearchHead[], floor: number): number {
  return (joinedBytes(heads, floor) * 4) / 3;
}

/** Entries that cannot fit are left out at once, so that memory holds no more than the index. */
async function readHeads({ manifest, folder }: PackedAtlas, budget: number): Promise<SearchHead[]> {
  let heads: SearchHead[] = [];
  let level = 0;
  let nEntries = 0;
  for (const id of headsOf(manifest)) {
    const json: unknown = JSON.parse(await readFile(join(folder, searchHeadFile(id)), "utf8"));
    const head = from(readSearchHead(json), FLOORS[level]!);
    heads.push(head);
    nEntries += head.keys.length;
    while (nEntries * ENTRY_BYTES > budget && level + 1 < FLOORS.length) {
      level++;
      heads = heads.map((own) => from(own, FLOORS[level]!));
      nEntries = heads.reduce((sum, { keys }) => sum + keys.length, 0);
    }
  }
  return heads;
}

/** The entries of a head from a floor on. */
export function from(head: SearchHead, floor: number): SearchHead {
  if (floor === 0) return head;
  const { queries, keys, means } = head;
  let n = 0;
  for (const mean of means) if (mean >= floor) n++;
  if (n === means.length) return head;
  const kept = { queries: new Uint16Array(n), keys: new Uint16Array(n), means: new Uint8Array(n) };
  n = 0;
  for (let entry = 0; entry < means.length; entry++) {
    if (means[entry]! < floor) continue;
    kept.queries[n] = queries[entry]!;
    kept.keys[n] = keys[entry]!;
    kept.means[n++] = means[entry]!;
  }
  return { ...head, ...kept };
}

function filesOf(
  { nClasses, parts }: JoinedHeads,
  heads: readonly SearchHead[],
  floor: number,
): OutputFile[] {
  const isMixed = heads.some(({ isCausal }) => isCausal) && heads.some(({ isCausal }) => !isCausal);
  const index = encodeIndex({
    nHeads: heads.length,
    nClasses,
    floor: floor === 0 ? LEAST_MEAN : Number(byteMean(floor).toFixed(4)),
    parts: Uint16Array.from(parts, ({ first }) => first),
    causal: isMixed ? heads.flatMap(({ isCausal }, head) => (isCausal ? [head] : [])) : [],
  });
  return [
    [atlasFiles.searchIndex, jsonFile(index)],
    ...parts.map(({ columns }, part): OutputFile => [
      atlasFiles.searchPart(part),
      jsonFile(encodePart(columns)),
    ]),
  ];
}
