/** What a reader has chosen in the finder. */
import { findColumn, PLACE_COLUMN, type FinderTable } from "./finder-table.ts";

/** Both ends belong to it; null is an open end. */
export interface Range {
  /** Of a column. */
  readonly id: string;
  readonly least: number | null;
  readonly most: number | null;
}

export interface FinderState {
  /** `by` is the id of a column, `words`, `sorted`, or empty for the order of the model. */
  readonly sort: { readonly by: string; readonly isDown: boolean };
  /** Columns of the scatter; empty for its own choice. */
  readonly x: string;
  readonly y: string;
  /** What colors the dots: the id of a column, `sorted`, `tower`; empty for its own choice. */
  readonly color: string;
  /** Key of the group of measures that the table shows, `all`, or empty for the first one. */
  readonly columns: string;
  readonly ranges: readonly Range[];
  readonly tower: string | null;
  /** Id of a role. */
  readonly role: string | null;
  readonly text: string;
}

export const DEFAULT_STATE: FinderState = {
  sort: { by: "", isDown: false },
  x: "",
  y: "",
  color: "",
  columns: "",
  ranges: [],
  tower: null,
  role: null,
  text: "",
};

/** Shown at first, as far as an atlas has them. */
const FIRST_X = ["distance", "patch-distance"];
const FIRST_Y = ["entropy"];

/** The columns that the scatter shows: those chosen, or else how far heads look, and how widely. */
export function axesOf(
  table: FinderTable,
  { x, y }: Pick<FinderState, "x" | "y">,
): readonly [string, string] {
  const known = (...ids: readonly string[]): string | undefined =>
    ids.find((id) => findColumn(table, id) !== undefined);
  const others = table.columns.map(({ id }) => id).filter((id) => id !== PLACE_COLUMN);
  const first = known(x, ...FIRST_X, ...others) ?? PLACE_COLUMN;
  return [first, known(y, ...FIRST_Y, ...others.filter((id) => id !== first)) ?? first];
}

/** Puts a range in the place of that of the same column; one that is open at both ends is none. */
export function withRange(ranges: readonly Range[], range: Range): Range[] {
  const isOpen = range.least === null && range.most === null;
  const others = ranges.filter(({ id }) => id !== range.id);
  return isOpen ? others : [...others, range];
}

/** Whether heads may be left out. */
export function isFiltering({ ranges, tower, role, text }: FinderState): boolean {
  return ranges.length > 0 || tower !== null || role !== null || text.trim() !== "";
}
