/**
 * Why a head attends: its scores, row by row less their mean, regressed on relations of query and key. Scores are in the
 * units of the softmax: 1 more is e times the weight.
 *
 * In text: offsets from three before to two after, farther ones up to eight for heads whose attention goes there; the first
 * token; another copy of the query's token; a token that follows such a copy; nearness, −ln(1 + distance); the same value of
 * each label; and which token the key is, an effect for each of the 511 most frequent tokens and one
 * for all others, which are 0 on average. In pictures: itself, the first token, row, column, object, nearness in patches, labels, and which place the key
 * has. Between two sequences: what does not compare places.
 *
 * A relation without contrast, or that others already tell, has no effect but the reason why.
 */
import type { Patterns } from "#math/pattern-rows.ts";
import { attentionParts, type Offsets } from "./attention-parts.ts";
import type { AttentionPart, HeadReasons, NoEffect, ReasonEffect } from "./head-reasons.ts";
import { keyGroups, type KeyGroups } from "./key-groups.ts";
import { regress, type Regression } from "./regress.ts";
import { regressionRows, type Columns } from "./regression-rows.ts";
import { FARTHEST, OFFSETS_OF_ALL, offsetOf, offsetRelation, type TokenTraits } from "./relations.ts";
import { rowRelations, type RowRelations } from "./row-relations.ts";
import { sampleRows } from "./sample-rows.ts";

export interface ReasonsInput {
  readonly patterns: Patterns;
  readonly traits: TokenTraits;
  /** Of the atlas: all heads are sampled alike. */
  readonly seed: number;
  readonly mostPairs?: number;
}

/** Fewer pairs, or pairs of a single sequence, say nothing of a head. */
const LEAST_PAIRS = 10;
/** A farther offset is regressed if so much more attention goes there than even attention would give. */
const LEAST_FAR = 0.1;

export function reasonsOf({ patterns, traits, seed, mostPairs }: ReasonsInput): HeadReasons {
  const { starts, keyStarts = starts, weights, isCausal } = patterns;
  const isWithin = patterns.keyStarts === undefined;
  const sample = sampleRows(patterns, seed, mostPairs);
  const longest = sample.rows.reduce((most, { nKeys }) => Math.max(most, nKeys), 0);
  const relations = rowRelations(traits, isWithin, longest);
  const places = !isWithin ? "none" : traits.grid === null ? "all" : "itself";
  const attention = attentionParts(sample.rows, weights, relations, places);
  const groups = keyGroups(traits, keyStarts);
  const offsets = regressedOffsets(places, isCausal, attention);
  const { columns, names } = columnsOf(offsets, relations, isWithin, groups);
  const regression = regress(
    regressionRows(sample.rows, weights, relations, columns),
    columns,
    new Set(sample.rows.map(({ sequence }) => sequence)).size,
  );
  return {
    nPairs: sample.nPairs,
    ...(sample.nPairs < sample.nAllPairs ? { sampledFrom: sample.nAllPairs } : {}),
    explained: regression.explained,
    effects: effectsOf(names, regression, groups.sizes.length > 0),
    attention,
  };
}

function regressedOffsets(places: Offsets, isCausal: boolean, attention: readonly AttentionPart[]): number[] {
  if (places === "none") return [];
  if (places === "itself") return [0];
  const far = attention.flatMap(({ relation, share, chance }) => {
    const offset = offsetOf(relation);
    return offset !== undefined && share - chance >= LEAST_FAR ? [offset] : [];
  });
  return [...new Set([...OFFSETS_OF_ALL, ...far])]
    .filter((offset) => !isCausal || offset <= 0)
    .sort((a, b) => a - b);
}

function columnsOf(
  offsets: readonly number[],
  relations: RowRelations,
  isWithin: boolean,
  groups: KeyGroups,
): { columns: Columns; names: readonly string[] } {
  // Nearness is regressed as a number, not as a region.
  const ofMask = relations.names.filter((name) => name !== "nearby");
  const names = [...offsets.map(offsetRelation), ...ofMask, ...(isWithin ? ["near"] : [])];
  const ofOffset = new Int32Array(2 * FARTHEST + 1).fill(-1);
  offsets.forEach((offset, at) => {
    ofOffset[offset + FARTHEST] = at;
  });
  const columns = {
    n: names.length + groups.sizes.length,
    ofOffset,
    ofBit: Int32Array.from(relations.names, (name) => names.indexOf(name)),
    nearness: names.indexOf("near"),
    firstGroup: names.length,
    groups: groups.of,
    groupSizes: groups.sizes,
  };
  return { columns, names };
}

function effectsOf(
  names: readonly string[],
  { explained, effects, groupShare }: Regression,
  hasGroups: boolean,
): HeadReasons["effects"] {
  if (explained === null) return {};
  const entries = names.map((name, f): [string, ReasonEffect | NoEffect] => {
    const { nPairs, nSequences, hasContrast, estimate } = effects[f]!;
    if (nPairs === 0) return [name, { why: "no key of the data set stands in this relation" }];
    if (!hasContrast) return [name, { why: "it is the same for all keys that a query can see" }];
    if (nPairs < LEAST_PAIRS || nSequences < 2)
      return [name, { why: `too few keys stand in this relation: ${nPairs} in ${nSequences} sequences` }];
    return [name, estimate ?? { why: "it cannot be told from the other relations" }];
  });
  if (hasGroups) entries.push(["key", { effect: null, error: null, share: groupShare }]);
  return Object.fromEntries(entries);
}
