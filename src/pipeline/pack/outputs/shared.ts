import { createHash } from "node:crypto";
import { atlasFiles } from "#atlas/address.ts";
import { encodeSharedPatterns, type SharedUnit } from "#atlas/files/shared-patterns.ts";
import { chooseShared, sharedStarts, type DigestedSequence } from "#relations/shared-rows.ts";
import { positionsByWord, sharedWeights, type SequencePlaces } from "#relations/shared-weights.ts";
import { LEAD, wordPlaces, type WordPlaces } from "#relations/word-places.ts";
import { jsonFile } from "../json-file.ts";
import { headsOfTower, towerWeights } from "../read-weights.ts";
import type { Output, PackedTower } from "./output.ts";

/** A tower's file has at most so many weights, and a head so many rows: more would not make distances clearer. */
const MOST_WEIGHTS = 3_000_000;
const MOST_ROWS = 256;

/** `shared.json`: rows of all patterns on words, by which heads of other models are compared with these. */
export const sharedOutput: Output = {
  of: "tower",
  files: async (tower) => {
    const nHeads = headsOfTower(tower).length;
    const isCausal = tower.reads.causal;
    const found = sequencesOf(tower);
    const mostWeights = MOST_WEIGHTS / Math.max(1, nHeads);
    const shared = chooseShared(
      found.map(({ digested }) => digested),
      { isCausal, mostWeights, mostRows: MOST_ROWS },
    );
    const byDigest = new Map(found.map((each) => [each.digested.digest, each.places]));
    const places = shared.sequences.map(({ digest }) => byDigest.get(digest)!);
    const nWeights = sharedStarts(shared).at(-1);
    const weights = new Uint8Array(nHeads * nWeights);
    let at = 0;
    for await (const [, attention] of towerWeights(tower)) {
      const own = sharedWeights(shared, places, (...pair) => attention.weight(...pair));
      own.forEach((weight, i) => (weights[at + i] = Math.round(Math.sqrt(Math.min(1, weight)) * 255)));
      at += nWeights;
    }
    const file = encodeSharedPatterns({ unit: unitOf(tower), ...shared, nHeads, weights });
    return [[atlasFiles.shared(tower.tower), jsonFile(file)]];
  },
};

function unitOf({ reads, tokens }: PackedTower): SharedUnit {
  if (tokens.split !== undefined) return "pairs of texts";
  return reads.patches === null ? "words" : "patches";
}

interface FoundSequence {
  readonly digested: DigestedSequence;
  readonly places: SequencePlaces;
}

function sequencesOf(tower: PackedTower): FoundSequence[] {
  const { starts } = tower.tokens;
  return Array.from({ length: starts.length - 1 }, (_, sequence) =>
    tower.pictures === null ? textOf(tower, sequence) : pictureOf(tower, sequence),
  );
}

/** The same words in two models, whatever parts their tokenizers split them into, are the same sequence. */
function textOf(
  { tokens: { tokens, starts, split, special } }: PackedTower,
  sequence: number,
): FoundSequence {
  const [first, end] = [starts[sequence]!, starts[sequence + 1]!];
  const asking = split?.[sequence];
  const wordsOf = (from: number, to: number): WordPlaces =>
    wordPlaces(tokens.slice(from, to), (token) => special[from + token] === 1);
  const keys = wordsOf(first, asking ?? end);
  const queries = asking === undefined ? keys : wordsOf(asking, end);
  const [nQueries, nKeys] = [queries.words.length, keys.words.length];
  const digest = digestOf(JSON.stringify([keys.words, asking === undefined ? null : queries.words]));
  const places = { sequence, queries: positionsByWord(queries.wordOf, nQueries), keys: keys.wordOf };
  return { digested: { digest, nQueries, nKeys }, places };
}

/** The same pixels in the same grid; special tokens stand before the patches. */
function pictureOf({ tokens: { starts }, pictures, reads }: PackedTower, sequence: number): FoundSequence {
  const [first, end] = [starts[sequence]!, starts[sequence + 1]!];
  const [nSpecial, columns] = [reads.patches?.nSpecial ?? 0, reads.patches?.columns ?? 0];
  const n = end - first - nSpecial;
  const hash = createHash("sha256").update(`${columns} columns`);
  for (let patch = 0; patch < n; patch++)
    hash.update(pictures?.[first + nSpecial + patch] ?? new Uint8Array());
  const keys = Int32Array.from({ length: end - first }, (_, token) =>
    token < nSpecial ? LEAD : token - nSpecial,
  );
  const digested = { digest: shortened(hash.digest("hex")), nQueries: n, nKeys: n };
  return { digested, places: { sequence, queries: positionsByWord(keys, n), keys } };
}

function digestOf(text: string): string {
  return shortened(createHash("sha256").update(text).digest("hex"));
}

/** 64 bits tell the sequences of any data set apart. */
function shortened(digest: string): string {
  return digest.slice(0, 16);
}
