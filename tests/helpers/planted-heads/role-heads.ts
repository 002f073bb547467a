/** Heads of one role each, for every relation of query and key. */
import type { Manifest } from "#atlas/files/manifest.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { FARTHEST, offsetRelation, type TokenTraits } from "../../../src/reasons/relations.ts";
import { pictures, text } from "../read-heads.ts";
import { startsOf } from "./planted-head.ts";

export interface PlantedRole {
  readonly relation: string;
  /** As pages say it. */
  readonly name: string;
  readonly manifest: Pick<Manifest, "patches">;
  readonly isWithin: boolean;
  readonly patterns: Patterns;
  readonly traits: TokenTraits;
  /** How far the queries that see such a key go beyond even attention. */
  readonly beyond: number;
  /** Share of the queries that see such a key, worked by hand. */
  readonly queries: number;
  /** Share of all pairs of query and key that are such, worked by hand. */
  readonly chance: number;
  /** How much higher such a key scores; null where that is not the same for all queries. */
  readonly effect: number | null;
}

const NOTHING: TokenTraits = { queryTokens: null, keyTokens: null, grid: null, objects: null, labels: [] };
const SOME = new Uint32Array(1);
/** Of tokens of which all is known: every relation can be there. */
export const ALL_TRAITS: TokenTraits = {
  ...{ queryTokens: SOME, keyTokens: SOME, objects: SOME },
  grid: { columns: 1, nSpecial: 0 },
  labels: [{ name: "kind", ofQueries: SOME, ofKeys: SOME }],
};
const N_SEQUENCES = 3;

interface Plan {
  readonly nKeys: number;
  /** As many as keys, unless they are of another sequence. */
  readonly nQueries?: number;
  /** Such keys of a query, all of them of the sequence. */
  readonly isMeant: (query: number, key: number, sequence: number) => boolean;
  readonly beyond: number;
}

/** Every query gives its attention to all keys alike, but for the share `beyond`, which goes to those that are meant. */
function lifted({ nKeys, nQueries = nKeys, isMeant, beyond }: Plan): Patterns {
  const weights: number[] = [];
  for (let s = 0; s < N_SEQUENCES; s++)
    for (let query = 0; query < nQueries; query++) {
      const meant = Array.from({ length: nKeys }, (_, key) => isMeant(query, key, s));
      const n = meant.filter(Boolean).length;
      for (const isOne of meant)
        weights.push(n === 0 ? 1 / nKeys : (1 - beyond) / nKeys + (isOne ? beyond / n : 0));
    }
  return {
    starts: startsOf(Array<number>(N_SEQUENCES).fill(nQueries)),
    ...(nQueries === nKeys ? {} : { keyStarts: startsOf(Array<number>(N_SEQUENCES).fill(nKeys)) }),
    weights: Float32Array.from(weights),
    isCausal: false,
  };
}

/** The same for each sequence. @param of Of a place in it. */
function each(length: number, of: (place: number, sequence: number) => number): Uint32Array {
  return Uint32Array.from({ length: N_SEQUENCES * length }, (_, at) =>
    of(at % length, Math.floor(at / length)),
  );
}

interface Case extends Plan {
  readonly relation: string;
  readonly name: string;
  readonly traits?: Partial<TokenTraits>;
  readonly patches?: number;
  readonly queries: number;
  readonly chance: number;
  /** Such keys of each query that sees any; null where queries see different numbers of them. */
  readonly nMeant: number | null;
}

function role({ relation, name, traits, patches, queries, chance, nMeant, ...plan }: Case): PlantedRole {
  const { beyond, nKeys, nQueries = nKeys } = plan;
  return {
    ...{ relation, name, queries, chance, beyond },
    manifest: patches === undefined ? text : pictures(patches),
    isWithin: nQueries === nKeys,
    patterns: lifted(plan),
    traits: { ...NOTHING, ...traits },
    effect: nMeant === null ? null : Math.log(1 + beyond / nMeant / ((1 - beyond) / nKeys)),
  };
}

/** Tokens of a text. */
const N = 24;
const COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

function offsetWords(step: number): string {
  if (step === 0) return "itself";
  if (Math.abs(step) === 1) return step < 0 ? "previous token" : "next token";
  return `${COUNTS[Math.abs(step) - 1]!} tokens ${step < 0 ? "before" : "after"}`;
}

function offset(step: number): PlantedRole {
  const seen = N - Math.abs(step);
  return role({
    relation: offsetRelation(step),
    name: offsetWords(step),
    nKeys: N,
    isMeant: (query, key) => key === query + step,
    ...{ beyond: 0.75, queries: seen / N, chance: seen / N ** 2, nMeant: 1 },
  });
}

/** Twelve tokens, and the same again. */
const TWICE = each(N, (place) => place % 12);
/** Eight by eight. */
const GRID = { columns: 8, nSpecial: 0 };
const SIDE = 8;
const rowOf = (patch: number): number => Math.floor(patch / SIDE);
const columnOf = (patch: number): number => patch % SIDE;
/** Two patches of each row and of each column show an object of their own, elsewhere in each picture. */
const isSpot = (patch: number, picture: number): boolean =>
  (columnOf(patch) + (2 * picture + 1) * rowOf(patch)) % 4 === 0;

const ofTexts: readonly PlantedRole[] = [
  ...Array.from({ length: 2 * FARTHEST + 1 }, (_, at) => offset(at - FARTHEST)),
  role({
    relation: "first",
    name: "first token",
    nKeys: N,
    isMeant: (_, key) => key === 0,
    ...{ beyond: 0.75, queries: 1, chance: 1 / N, nMeant: 1 },
  }),
  role({
    relation: "same-token",
    name: "same token",
    nKeys: N,
    traits: { queryTokens: TWICE, keyTokens: TWICE },
    isMeant: (query, key) => Math.abs(query - key) === 12,
    ...{ beyond: 0.75, queries: 1, chance: 1 / N, nMeant: 1 },
  }),
  role({
    relation: "after-copy",
    name: "after a copy",
    nKeys: N,
    traits: { queryTokens: TWICE, keyTokens: TWICE },
    // The copy of the twelfth token is the last one, and nothing follows it.
    isMeant: (query, key) => key > 0 && Math.abs(query - (key - 1)) === 12,
    ...{ beyond: 0.75, queries: 23 / N, chance: 23 / N ** 2, nMeant: 1 },
  }),
  role({
    relation: "same.kind",
    name: "same label “kind”",
    nKeys: N,
    traits: {
      labels: [{ name: "kind", ofQueries: each(N, (i) => 1 + (i % 2)), ofKeys: each(N, (i) => 1 + (i % 2)) }],
    },
    isMeant: (query, key) => query % 2 === key % 2,
    ...{ beyond: 0.75, queries: 1, chance: 1 / 2, nMeant: 12 },
  }),
  role({
    relation: "nearby",
    name: "nearby",
    nKeys: N,
    isMeant: (query, key) => Math.abs(query - key) <= 4,
    // 24 · 9 pairs, less 4, 3, 2 and 1 at both ends.
    ...{ beyond: 0.75, queries: 1, chance: (N * 9 - 2 * (4 + 3 + 2 + 1)) / N ** 2, nMeant: null },
  }),
];

const betweenTexts: readonly PlantedRole[] = [
  role({
    relation: "first",
    name: "first of the other sequence",
    nKeys: N,
    nQueries: 6,
    isMeant: (_, key) => key === 0,
    ...{ beyond: 0.75, queries: 1, chance: 1 / N, nMeant: 1 },
  }),
  role({
    relation: "same-token",
    name: "same token",
    nKeys: N,
    nQueries: 6,
    // Each query's token is one of 24, another one in each sequence.
    traits: { queryTokens: each(6, (i, s) => 1 + 3 * i + s), keyTokens: each(N, (i) => i) },
    isMeant: (query, key, s) => key === 1 + 3 * query + s,
    ...{ beyond: 0.75, queries: 1, chance: 1 / N, nMeant: 1 },
  }),
];

const ofPictures: readonly PlantedRole[] = [
  role({
    relation: "itself",
    name: "itself",
    nKeys: 64,
    patches: 0,
    traits: { grid: GRID },
    isMeant: (query, key) => query === key,
    ...{ beyond: 0.75, queries: 1, chance: 1 / 64, nMeant: 1 },
  }),
  role({
    relation: "first",
    name: "first patch",
    nKeys: 64,
    patches: 0,
    traits: { grid: GRID },
    isMeant: (_, key) => key === 0,
    ...{ beyond: 0.75, queries: 1, chance: 1 / 64, nMeant: 1 },
  }),
  role({
    relation: "first",
    name: "before the patches",
    nKeys: 65,
    patches: 1,
    traits: { grid: { columns: 8, nSpecial: 1 } },
    isMeant: (_, key) => key === 0,
    ...{ beyond: 0.75, queries: 1, chance: 1 / 65, nMeant: 1 },
  }),
  role({
    relation: "same-row",
    name: "same row",
    nKeys: 64,
    patches: 0,
    traits: { grid: GRID },
    isMeant: (query, key) => rowOf(query) === rowOf(key),
    ...{ beyond: 0.75, queries: 1, chance: 1 / 8, nMeant: 8 },
  }),
  role({
    relation: "same-column",
    name: "same column",
    nKeys: 64,
    patches: 0,
    traits: { grid: GRID },
    isMeant: (query, key) => columnOf(query) === columnOf(key),
    ...{ beyond: 0.75, queries: 1, chance: 1 / 8, nMeant: 8 },
  }),
  role({
    relation: "same-object",
    name: "same object",
    nKeys: 64,
    patches: 0,
    // Half of each picture is an object: the left half, or the right one.
    traits: { grid: GRID, objects: each(64, (patch, s) => Number(columnOf(patch) < 4 === (s === 1))) },
    isMeant: (query, key, s) => columnOf(query) < 4 === (s === 1) && columnOf(key) < 4 === (s === 1),
    ...{ beyond: 0.75, queries: 1 / 2, chance: 1 / 4, nMeant: 32 },
  }),
  role({
    relation: "objects",
    name: "objects",
    nKeys: 64,
    patches: 0,
    traits: { grid: GRID, objects: each(64, (patch, s) => (isSpot(patch, s) ? patch + 1 : 0)) },
    isMeant: (_, key, s) => isSpot(key, s),
    ...{ beyond: 0.75, queries: 1, chance: 1 / 4, nMeant: 16 },
  }),
  role({
    relation: "nearby",
    name: "nearby",
    nKeys: 64,
    patches: 0,
    traits: { grid: GRID },
    isMeant: (query, key) =>
      Math.abs(rowOf(query) - rowOf(key)) <= 1 && Math.abs(columnOf(query) - columnOf(key)) <= 1,
    // 8 · 3 − 2 pairs of rows, and of columns. More would be a role of the row.
    ...{ beyond: 0.4, queries: 1, chance: (22 / 64) ** 2, nMeant: null },
  }),
];

export const ROLE_HEADS: readonly PlantedRole[] = [...ofTexts, ...betweenTexts, ...ofPictures];
