/** A table before it is written: columns with a name, a type and a sentence each. CSV, Parquet and NPZ are written from it. */

/** Types of columns. Integers are signed 32-bit numbers, real numbers IEEE 754. */
export type ColumnType = "text" | "boolean" | "int32" | "float32" | "float64";

interface Described {
  /** Unique in its table. */
  readonly name: string;
  /** What it holds, with its unit and range, as the guide of formats and `export.json` tell it. */
  readonly about: string;
}

/** A column of texts or truth values; null where there is none. */
interface WordColumn extends Described {
  readonly type: "text" | "boolean";
  readonly values: readonly (string | boolean | null)[];
}

/** A column of numbers; NaN where there is none, which only real numbers may have. */
interface NumberColumn extends Described {
  readonly type: "int32" | "float32" | "float64";
  readonly values: Int32Array | Float32Array | Float64Array;
}

export type TableColumn = WordColumn | NumberColumn;

export interface Table {
  /** Name of its file, without the ending. */
  readonly name: string;
  readonly nRows: number;
  readonly columns: readonly TableColumn[];
}

export function textColumn(name: string, about: string, values: readonly (string | null)[]): TableColumn {
  return { name, about, type: "text", values };
}

export function booleanColumn(name: string, about: string, values: readonly boolean[]): TableColumn {
  return { name, about, type: "boolean", values };
}

/** @param values Whole numbers. */
export function int32Column(name: string, about: string, values: ArrayLike<number>): TableColumn {
  return {
    name,
    about,
    type: "int32",
    values: values instanceof Int32Array ? values : Int32Array.from(values),
  };
}

/** @param values NaN for none. */
export function float32Column(name: string, about: string, values: Float32Array): TableColumn {
  return { name, about, type: "float32", values };
}

/** @param values NaN for none. */
export function float64Column(name: string, about: string, values: ArrayLike<number>): TableColumn {
  return { name, about, type: "float64", values: Float64Array.from(values) };
}

/** The value of a row; null where there is none. */
export function valueAt(column: TableColumn, row: number): string | boolean | number | null {
  const value = column.values[row] ?? null;
  return typeof value === "number" && Number.isNaN(value) ? null : value;
}
