/**
 * Divides all attention of a head among relations of query and key, so that no key counts twice.
 *
 * Relations take their keys in turn: first those of one place or one token, then a row, a column or an object, then
 * labels, then whatever is an object, last what is near. Among equals, the one that goes furthest beyond even attention comes first, counted on the keys that are
 * left. One that does not go clearly beyond it takes none: its keys stay for the others, or for the rest.
 */
import type { AttentionPart } from "./head-reasons.ts";
import { FARTHEST, labelOf, offsetRelation } from "./relations.ts";
import type { RowRelations } from "./row-relations.ts";
import type { SampledRow } from "./sample-rows.ts";

/**
 * How far beyond even attention a relation must go, of the queries that see such a key: 0 is even, 1 is all attention. The
 * same bound from which sentences about a head name a share.
 */
export const LEAST_BEYOND = 0.15;
/** And of all attention. */
const LEAST_SHARE = 0.02;
const MOST_PARTS = 6;
/** Offset of keys without one: too far, of another sequence, or in a picture. */
const NO_OFFSET = 2 * FARTHEST + 1;

/** Whether places are counted along the sequence: in pictures only the query's own, between two sequences none. */
export type Offsets = "all" | "itself" | "none";

/** Pairs that stand in the same relations. */
interface Kind {
  readonly offset: number;
  readonly mask: number;
  weight: number;
  chance: number;
}

interface Candidate {
  readonly relation: string;
  /** Lower ones take their keys before higher ones. */
  readonly turn: number;
  readonly queries: number;
  readonly has: (kind: Kind) => boolean;
}

export function attentionParts(
  rows: readonly SampledRow[],
  weights: Float32Array,
  relations: RowRelations,
  offsets: Offsets,
): AttentionPart[] {
  const { kinds, queries } = kindsOf(rows, weights, relations, offsets);
  const places = { all: Array.from({ length: NO_OFFSET }, (_, at) => at), itself: [FARTHEST], none: [] };
  const candidates: Candidate[] = [
    ...places[offsets].map((at) => ({
      relation: offsetRelation(at - FARTHEST),
      turn: 0,
      queries: queries.ofOffset[at]! / rows.length,
      has: ({ offset }: Kind): boolean => offset === at,
    })),
    ...relations.names.map((relation, bit) => ({
      relation,
      turn: turnOf(relation),
      queries: queries.ofBit[bit]! / rows.length,
      has: ({ mask }: Kind): boolean => (mask & (1 << bit)) !== 0,
    })),
  ];
  const parts: AttentionPart[] = [];
  let left = kinds;
  while (parts.length < MOST_PARTS) {
    const next = furthest(candidates, left);
    if (next === undefined) break;
    const { relation, queries: asking, share, chance } = next;
    parts.push({ relation, queries: asking, share, chance });
    left = left.filter((kind) => !next.has(kind));
  }
  return parts;
}

const TURNS: Readonly<Record<string, number>> = {
  "same-row": 1,
  "same-column": 1,
  "same-object": 1,
  objects: 3,
  nearby: 4,
};

function turnOf(relation: string): number {
  return TURNS[relation] ?? (labelOf(relation) === undefined ? 0 : 2);
}

/** The next one in turn that goes clearly beyond even attention. */
function furthest(
  candidates: readonly Candidate[],
  left: readonly Kind[],
): (Candidate & { share: number; chance: number }) | undefined {
  let most: (Candidate & { share: number; chance: number }) | undefined;
  for (const candidate of candidates) {
    let [share, chance] = [0, 0];
    for (const kind of left) {
      if (!candidate.has(kind)) continue;
      share += kind.weight;
      chance += kind.chance;
    }
    if (share < LEAST_SHARE || (share - chance) / (candidate.queries - chance) < LEAST_BEYOND) continue;
    if (
      most === undefined ||
      candidate.turn < most.turn ||
      (candidate.turn === most.turn && share - chance > most.share - most.chance)
    )
      most = { ...candidate, share, chance };
  }
  return most;
}

interface Kinds {
  /** Shares of all rows. */
  readonly kinds: readonly Kind[];
  /** Rows with at least one such key. */
  readonly queries: { readonly ofOffset: Float64Array; readonly ofBit: Float64Array };
}

function kindsOf(
  rows: readonly SampledRow[],
  weights: Float32Array,
  { names, masks, fill }: RowRelations,
  offsets: Offsets,
): Kinds {
  const kinds = new Map<number, Kind>();
  const queries = { ofOffset: new Float64Array(NO_OFFSET + 1), ofBit: new Float64Array(names.length) };
  const nMasks = 2 ** names.length;
  for (const { query, first, firstKey, nKeys, at } of rows) {
    fill(query, first, firstKey, nKeys);
    let total = 0;
    let any = 0;
    for (let j = 0; j < nKeys; j++) total += weights[at + j]!;
    const even = total / nKeys / rows.length;
    const row = query - first;
    for (let j = 0; j < nKeys; j++) {
      const step = j - row;
      const isPlace = offsets === "all" ? Math.abs(step) <= FARTHEST : offsets === "itself" && step === 0;
      const offset = isPlace ? step + FARTHEST : NO_OFFSET;
      const mask = masks[j]!;
      queries.ofOffset[offset]!++;
      any |= mask;
      const key = offset * nMasks + mask;
      let kind = kinds.get(key);
      if (kind === undefined) {
        kind = { offset, mask, weight: 0, chance: 0 };
        kinds.set(key, kind);
      }
      kind.weight += weights[at + j]! / rows.length;
      kind.chance += even;
    }
    for (let bit = 0; bit < names.length; bit++) if ((any & (1 << bit)) !== 0) queries.ofBit[bit]!++;
  }
  return { kinds: [...kinds.values()], queries };
}
