/** All heads of an atlas by columns: typed arrays, so that ten thousand heads are filtered and sorted at once. */

/** Texts that many heads share. */
export interface Words {
  readonly texts: readonly string[];
  /** For every head, the place of its text. */
  readonly of: Uint16Array;
}

export interface FinderColumn {
  readonly id: string;
  readonly title: string;
  /** Key of a group of the table. */
  readonly group: string;
  readonly unit: string;
  readonly remarkable: "high" | "low" | null;
  /** NaN where a head has no such number. Read when they are first asked for, and so are those of chance. */
  readonly values: Float64Array;
  /** NaN where none is known; null if it is known of no head. */
  readonly chance: Float64Array | null;
  readonly hasChance: boolean;
  /** Why heads lack the number, as far as that is known. */
  readonly why: ReadonlyMap<number, string> | null;
}

/** What heads do, as a share of their attention; a head may have several. */
export interface FinderRole {
  readonly id: string;
  readonly title: string;
  /** 0 for heads without it. */
  readonly shares: Float64Array;
}

export interface FinderTable {
  /** In the order of the model. */
  readonly names: readonly string[];
  /** Empty in a model with a single tower. */
  readonly towers: readonly string[];
  readonly tower: Uint8Array;
  readonly words: Words;
  readonly sorted: Words;
  readonly groups: readonly (readonly [key: string, title: string])[];
  /** The layer first. */
  readonly columns: readonly FinderColumn[];
  readonly roles: readonly FinderRole[];
  /** Name and words of every head in lower case. */
  readonly searchable: () => readonly string[];
}

/** The column of layers, which every table has. */
export const PLACE_COLUMN = "layer";

export function findColumn(table: FinderTable, id: string | null): FinderColumn | undefined {
  return table.columns.find((column) => column.id === id);
}

/** Least and greatest number; null if no head has one. */
export function extentOf(values: Float64Array): readonly [least: number, most: number] | null {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : null;
}
