/** The order in which heads are listed. */
import { findColumn, type FinderTable } from "./finder-table.ts";
import type { FinderState } from "./finder-state.ts";

/** Sorts by what heads do, and by what their maps are sorted by. */
export const WORD_COLUMNS = ["words", "sorted"] as const;

/**
 * Places of all heads. Heads without a number or words come last, whichever way the others are sorted; among equals, and
 * without a column, the order is that of the model.
 */
export function orderOf(table: FinderTable, { by, isDown }: FinderState["sort"]): Uint32Array {
  const order = Uint32Array.from(table.names.keys());
  const keys = keysOf(table, by);
  if (keys === undefined) return isDown ? order.reverse() : order;
  const sign = isDown ? -1 : 1;
  return order.sort((a, b) => {
    const [left, right] = [keys[a]!, keys[b]!];
    if (left === right) return a - b;
    // NaN is neither less nor more.
    if (Number.isNaN(left)) return Number.isNaN(right) ? a - b : 1;
    if (Number.isNaN(right)) return -1;
    return left < right ? -sign : sign;
  });
}

/** A number for every head; undefined where the order is that of the model. */
function keysOf(table: FinderTable, by: string): Float64Array | undefined {
  const [word] = WORD_COLUMNS.filter((name) => name === by);
  if (word === undefined) return findColumn(table, by)?.values;
  const { texts, of } = table[word];
  const ranked = texts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const ranks = texts.map((text) => (text === "" ? NaN : ranked.indexOf(text)));
  return Float64Array.from(of, (place) => ranks[place]!);
}
