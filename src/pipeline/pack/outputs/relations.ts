import { atlasFiles } from "#atlas/address.ts";
import type { RelationsFile } from "#atlas/files/relations.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import { loadKernels } from "#math/load-kernels.ts";
import { seededRandom, seedFrom, shuffledIndices } from "#math/random.ts";
import { MOST_COMPARED_IN_PAIRS, nearestHeads } from "#relations/nearest-heads.ts";
import { headRows, type HeadRows } from "#relations/row-distance.ts";
import { jsonFile } from "../json-file.ts";
import { headsOfTower, towerWeights } from "../read-weights.ts";
import type { Output, PackedTower } from "./output.ts";

/** As many as a reader follows. */
const N_NEAREST = 8;
/** Weights that are compared over all pairs, in a few seconds; and bytes that the rows of all heads take. */
const MOST_COMPARED = 4e9;
const MOST_BYTES = 2 ** 28;

/** `relations.json`: which heads of a tower attend alike, from their weights as published. */
export const relationsOutput: Output = {
  of: "tower",
  files: async (tower) => {
    const heads = headsOfTower(tower);
    const rows = rowsOf(tower);
    const used = sampled(rows, mostWeights(heads.length), tower);
    const starts = Uint32Array.from([0, ...used.map(({ end }) => end)]);
    const own: HeadRows[] = [];
    for await (const [, attention] of towerWeights(tower)) {
      const weights = new Float32Array(starts.at(-1));
      used.forEach(({ sequence, query, nKeys }, row) => {
        for (let key = 0; key < nKeys; key++)
          weights[starts[row]! + key] = attention.weight(sequence, query, key);
      });
      own.push(headRows(weights, starts));
    }
    const { nearest, typical } = await nearestHeads(own, starts, N_NEAREST, { kernels: loadKernels });
    const names = heads.map(formatHead);
    const file: RelationsFile = {
      v: 1,
      rows: { used: used.length, of: rows.length },
      typical: typical === null ? null : rounded(typical),
      nearest: Object.fromEntries(
        nearest.map((list, h) => [
          names[h]!,
          list.map(({ head, distance }) => [names[head]!, rounded(distance)] as const),
        ]),
      ),
    };
    return [[atlasFiles.relations(tower.tower), jsonFile(file)]];
  },
};

interface Row {
  readonly sequence: number;
  readonly query: number;
  readonly nKeys: number;
}

/** All rows with a choice. */
function rowsOf({ tokens: { starts, split }, reads: { causal } }: PackedTower): Row[] {
  const rows: Row[] = [];
  for (let sequence = 0; sequence + 1 < starts.length; sequence++) {
    const [first, end] = [starts[sequence]!, starts[sequence + 1]!];
    const asking = split?.[sequence];
    const [nQueries, width] =
      asking === undefined ? [end - first, end - first] : [end - asking, asking - first];
    for (let query = 0; query < nQueries; query++) {
      const nKeys = causal ? Math.min(query + 1, width) : width;
      if (nKeys > 1) rows.push({ sequence, query, nKeys });
    }
  }
  return rows;
}

function mostWeights(nHeads: number): number {
  const nPairs = Math.max(1, Math.min(nHeads, MOST_COMPARED_IN_PAIRS) ** 2 / 2);
  return Math.min(MOST_COMPARED / nPairs, MOST_BYTES / (2 * Math.max(1, nHeads)));
}

/** All rows if there are no more weights than that; else as many as fit, by seed. With the end of each among the weights. */
function sampled(
  rows: readonly Row[],
  most: number,
  { tower = "" }: PackedTower,
): (Row & { readonly end: number })[] {
  const total = rows.reduce((sum, { nKeys }) => sum + nKeys, 0);
  let kept = rows;
  if (total > most) {
    const order = shuffledIndices(rows.length, seededRandom(seedFrom("relations", tower)));
    let sum = 0;
    kept = Array.from(order)
      .filter((row) => (sum += rows[row]!.nKeys) <= most)
      .sort((a, b) => a - b)
      .map((row) => rows[row]!);
  }
  let end = 0;
  return kept.map((row) => ({ ...row, end: (end += row.nKeys) }));
}

/** More decimals would be noise: published weights are exact to 0.4 %. */
function rounded(distance: number): number {
  return Number(distance.toFixed(3));
}
