/** Parquet: read back by hyparquet, an independent reader, with the same values and types. */
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { parquetBytes } from "#export/parquet.ts";
import {
  booleanColumn,
  float32Column,
  float64Column,
  int32Column,
  textColumn,
  type Table,
} from "#export/table.ts";

const TEXTS = ["=1+1", 'q"', "", null, "👩‍👩‍👧‍👦", "\0", "a\r\nb", "\u202Ex"];
const TABLE: Table = {
  name: "t",
  nRows: 8,
  columns: [
    textColumn("text", "", TEXTS),
    int32Column("n", "", [1, -2, 2147483647, -2147483648, 0, 5, 6, 7]),
    float32Column("x", "", Float32Array.of(0.1, -0.5, NaN, 3, 4, 5, 6, 1 / 3)),
    float64Column("y", "", [0.1, 1e300, NaN, 3, 4, 5, 6, -1 / 3]),
    booleanColumn("is", "", [true, false, true, false, true, false, true, false]),
  ],
};

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

describe("Parquet", () => {
  it("gives every value back, and null where there is none", async () => {
    const rows = await parquetReadObjects({ file: bufferOf(parquetBytes(TABLE, {})) });
    expect(rows.map(({ text }) => text as unknown)).toEqual(TEXTS);
    expect(rows.map(({ n }) => n as unknown)).toEqual([1, -2, 2147483647, -2147483648, 0, 5, 6, 7]);
    expect(rows.map(({ x }) => x as unknown)).toEqual(
      [0.1, -0.5, null, 3, 4, 5, 6, 1 / 3].map((x) => (x === null ? null : Math.fround(x))),
    );
    expect(rows.map(({ y }) => y as unknown)).toEqual([0.1, 1e300, null, 3, 4, 5, 6, -1 / 3]);
    expect(rows.map(({ is }) => is as unknown)).toEqual([true, false, true, false, true, false, true, false]);
  });

  it("has the types of the columns, and says what it is", () => {
    const { schema, key_value_metadata } = parquetMetadata(bufferOf(parquetBytes(TABLE, { head: "L0H0" })));
    expect(schema.slice(1).map(({ name, type, converted_type }) => [name, type, converted_type])).toEqual([
      ["text", "BYTE_ARRAY", "UTF8"],
      ["n", "INT32", undefined],
      ["x", "FLOAT", undefined],
      ["y", "DOUBLE", undefined],
      ["is", "BOOLEAN", undefined],
    ]);
    expect(key_value_metadata).toEqual([{ key: "headland", value: '{"head":"L0H0"}' }]);
  });

  it("is the same bytes for the same table, and a table without rows is a file, too", async () => {
    expect(parquetBytes(TABLE, {})).toEqual(parquetBytes(TABLE, {}));
    const empty = { name: "e", nRows: 0, columns: [textColumn("a", "", []), int32Column("n", "", [])] };
    expect(await parquetReadObjects({ file: bufferOf(parquetBytes(empty, {})) })).toEqual([]);
  });
});
