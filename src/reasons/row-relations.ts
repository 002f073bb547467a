/** For one row of a pattern: in which relations each key stands to the query, and how near it is. */
import { NEARBY, maskRelations, MOST_LABELS, type TokenTraits } from "./relations.ts";

/** A row at hand; its arrays are used again for the next one. */
export interface RowRelations {
  /** Names by bit. */
  readonly names: readonly string[];
  /** Of each key, counted from the first one of the sequence: a bit per relation. */
  readonly masks: Int32Array;
  /** −ln(1 + distance): 0 is the query's own place. NaN for keys that have no place, which count as neither near nor far. */
  readonly nearness: Float64Array;
  /** @param firstKey And `first`: where the sequence begins among all keys and queries. @param nKeys How many are filled. */
  readonly fill: (query: number, first: number, firstKey: number, nKeys: number) => void;
}

export function rowRelations(traits: TokenTraits, isWithin: boolean, longest: number): RowRelations {
  const { queryTokens, keyTokens, grid, objects, labels } = traits;
  const names = maskRelations(traits, isWithin);
  const bit = (name: string): number => {
    const at = names.indexOf(name);
    return at < 0 ? 0 : 1 << at;
  };
  const bits = { first: bit("first"), same: bit("same-token"), copy: bit("after-copy") };
  const inPicture = {
    row: bit("same-row"),
    column: bit("same-column"),
    object: bit("same-object"),
    any: bit("objects"),
  };
  const [nearby, firstLabel] = [bit("nearby"), names.length - Math.min(labels.length, MOST_LABELS)];
  const masks = new Int32Array(longest);
  const nearness = new Float64Array(longest);
  const byDistance = nearnessByDistance(longest);
  const fill: RowRelations["fill"] = (query, first, firstKey, nKeys) => {
    const row = query - first;
    masks.fill(0, 0, nKeys);
    if (nKeys > 0) masks[0]! |= bits.first;
    if (queryTokens !== null && keyTokens !== null) {
      const token = queryTokens[query];
      for (let j = 0; j < nKeys; j++) {
        if (keyTokens[firstKey + j] === token && !(isWithin && j === row)) {
          masks[j]! |= bits.same;
          if (j + 1 < nKeys) masks[j + 1]! |= bits.copy;
        }
      }
    }
    for (let l = 0; l < labels.length && l < MOST_LABELS; l++) {
      const { ofQueries, ofKeys } = labels[l]!;
      const value = ofQueries[query]!;
      if (value === 0) continue;
      const mask = 1 << (firstLabel + l);
      for (let j = 0; j < nKeys; j++) if (ofKeys[firstKey + j] === value) masks[j]! |= mask;
    }
    if (!isWithin) return;
    if (grid === null) {
      for (let j = 0; j < nKeys; j++) {
        const distance = Math.abs(row - j);
        nearness[j] = byDistance[distance]!;
        if (distance <= NEARBY.tokens) masks[j]! |= nearby;
      }
      return;
    }
    const { columns, nSpecial } = grid;
    const [x, y] = [(row - nSpecial) % columns, Math.floor((row - nSpecial) / columns)];
    const object = objects?.[query] ?? 0;
    for (let j = 0; j < nKeys; j++) {
      const [across, down] = [((j - nSpecial) % columns) - x, Math.floor((j - nSpecial) / columns) - y];
      const isPlaced = row >= nSpecial && j >= nSpecial;
      nearness[j] = isPlaced ? -Math.log1p(Math.sqrt(across * across + down * down)) : Number.NaN;
      if (!isPlaced) continue;
      if (down === 0) masks[j]! |= inPicture.row;
      if (across === 0) masks[j]! |= inPicture.column;
      if ((objects?.[first + j] ?? 0) !== 0) masks[j]! |= inPicture.any;
      if (object !== 0 && objects?.[first + j] === object) masks[j]! |= inPicture.object;
      if (Math.max(Math.abs(across), Math.abs(down)) <= NEARBY.patches) masks[j]! |= nearby;
    }
  };
  return { names, masks, nearness, fill };
}

/** −ln(1 + distance) of whole distances. */
function nearnessByDistance(longest: number): Float64Array {
  return Float64Array.from({ length: longest }, (_, distance) => -Math.log1p(distance));
}
