/** Writes tables as Parquet: one file each, Snappy, with the types of the columns; what the file is about is in its metadata. */
import { parquetWriteBuffer, type BasicType, type ColumnSource } from "hyparquet-writer/src/index.js";
import type { ColumnType, Table } from "./table.ts";

const TYPES: Readonly<Record<ColumnType, BasicType>> = {
  text: "STRING",
  boolean: "BOOLEAN",
  int32: "INT32",
  float32: "FLOAT",
  float64: "DOUBLE",
};

/** @param about Goes into the metadata of the file, under the key `headland`, as JSON. */
export function parquetBytes(table: Table, about: object): Uint8Array<ArrayBuffer> {
  const columnData = table.columns.map(({ name, type, values }): ColumnSource => {
    const isMissing = (value: unknown): boolean => value === null || Number.isNaN(value);
    const nullable = Array.prototype.some.call(values, isMissing);
    const data =
      nullable && !Array.isArray(values)
        ? Array.from(values as ArrayLike<number>, (value) => (Number.isNaN(value) ? null : value))
        : (values as ColumnSource["data"]);
    return { name, type: TYPES[type], nullable, data };
  });
  const kvMetadata = [{ key: "headland", value: JSON.stringify(about) }];
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy: "headland" }));
}
