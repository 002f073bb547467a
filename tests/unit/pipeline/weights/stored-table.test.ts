import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { StoredTable } from "#pipeline/weights/stored-table.ts";
import { findWeights } from "#pipeline/weights/weight-files.ts";
import { safetensorsFile, tensorEntry } from "../../../helpers/safetensors-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

// Each is exact in every type.
const NUMBERS = [0, 1, -2, 0.5, 3.25, -0.125, 8, -1.5, 256, 7, 0.75, -96];

/** The upper halves of float32. */
const halves = Uint16Array.from(new Uint32Array(Float32Array.from(NUMBERS).buffer), (bits) => bits >>> 16);

describe("rows of a stored table", () => {
  it.each([
    ["F32", Float32Array.from(NUMBERS)],
    ["F64", Float64Array.from(NUMBERS)],
    ["F16", Float16Array.from(NUMBERS)],
    ["BF16", halves],
  ])("are read by range as float32: %s, whatever stands in front of it", async (dtype, numbers) => {
    const path = join(await tempFolder(), "model.safetensors");
    const data = new Uint8Array(numbers.buffer);
    const header = {
      before: tensorEntry("U8", [1], 0, 1),
      table: tensorEntry(dtype, [4, 3], 1, 1 + data.length),
    };
    await writeFile(path, safetensorsFile(header, Buffer.concat([Uint8Array.of(9), data])));
    const table = new StoredTable((await findWeights(path)).get("table")!);
    expect([table.nRows, table.width]).toEqual([4, 3]);
    expect(table.rows(0, 4)).toEqual(Float32Array.from(NUMBERS));
    expect(table.rows(1, 3)).toEqual(Float32Array.from(NUMBERS.slice(3, 9)));
    expect(table.rows(3, 4)).toEqual(Float32Array.from(NUMBERS.slice(9)));
    table.close();
  });

  it("are refused where they are no real numbers", async () => {
    const path = join(await tempFolder(), "model.safetensors");
    await writeFile(path, safetensorsFile({ table: tensorEntry("I8", [2, 2], 0, 4) }, Buffer.alloc(4)));
    const weight = (await findWeights(path)).get("table")!;
    expect(() => new StoredTable(weight)).toThrow("I8 is no type of a table");
  });
});
