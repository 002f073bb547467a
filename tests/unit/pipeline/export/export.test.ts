/** `headland export` on the atlas of a hand-written model: what is written, where, and what is refused. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import { projectionName } from "#atlas/method.ts";
import { readAtlas, type Atlas } from "#atlas/read-atlas.ts";
import { tokenText } from "#atlas/tokens/tokens.ts";
import { builtTiny, exportFrom } from "../../../helpers/export-tiny.ts";
import { treeDigests } from "../../../helpers/tiny-content.ts";

let root: string;
let atlas: Atlas;

beforeAll(async () => {
  root = await builtTiny();
  atlas = await readAtlas((path) => readFile(join(root, "out/tiny/lines", path)));
});

async function rowsOf(file: string): Promise<Record<string, string>[]> {
  return parse(await readFile(join(root, file), "utf8"), { columns: true });
}

async function parquetOf(file: string): Promise<Record<string, unknown>[]> {
  const bytes = await readFile(join(root, file));
  return parquetReadObjects({ file: new Uint8Array(bytes).buffer });
}

describe("an export of tables", () => {
  it("has all points of a head with the numbers of the atlas", async () => {
    await exportFrom(root, { out: "csv" });
    const rows = await rowsOf("csv/L0H1/points.csv");
    const tokens = await atlas.tokens();
    const head = { layer: 0, head: 1 };
    expect(rows).toHaveLength(tokens.nTokens * 2);
    const numbers = await atlas.points(head);
    const maps = await Promise.all(
      atlas.projections.map(async (p) => [projectionName(p), await atlas.coordinates(head, p)] as const),
    );
    rows.forEach((row, i) => {
      const token = i % tokens.nTokens;
      expect(row).toMatchObject({
        token: String(token),
        role: i < tokens.nTokens ? "query" : "key",
        text: tokenText(tokens, token),
        sequence: String(tokens.sequenceOf[token]),
      });
      expect(Math.fround(Number(row["norm"]))).toBe(numbers.norms[i]);
      for (const [name, { x, y, z }] of maps) {
        expect(Math.fround(Number(row[`${name}.x`]))).toBe(x[i]);
        expect(Math.fround(Number(row[`${name}.y`]))).toBe(y[i]);
        if (z) expect(Math.fround(Number(row[`${name}.z`]))).toBe(z[i]);
      }
    });
  });

  it("has all weights above zero, and no other", async () => {
    const rows = await rowsOf("csv/L0H0/weights.csv");
    const [tokens, attention] = [await atlas.tokens(), await atlas.attention({ layer: 0, head: 0 })];
    const found = new Map(
      rows.map(({ sequence, query, key, weight }) => [[sequence, query, key].join(), weight]),
    );
    let nAbove = 0;
    for (let s = 0; s < tokens.nSequences; s++) {
      const length = tokens.starts[s + 1]! - tokens.starts[s]!;
      for (let query = 0; query < length; query++)
        for (let key = 0; key < length; key++) {
          const weight = attention.weight(s, query, key);
          if (weight > 0) nAbove++;
          expect(Number(found.get([s, query, key].join()) ?? 0)).toBeCloseTo(weight, 7);
        }
    }
    expect(rows).toHaveLength(nAbove);
  });

  it("has a row for every head", async () => {
    const rows = await rowsOf("csv/heads.csv");
    expect(rows.map(({ head }) => head)).toEqual(["L0H0", "L0H1"]);
    const numbers = await atlas.numbers();
    for (const row of rows) {
      const own = numbers.get(row["head"] ?? "")!;
      expect(Number(row["entropy"])).toBe(own.metrics.entropy);
      expect(Number(row["chance.entropy"])).toBe(own.chance?.entropy);
      expect(Number(row["alignment.scale"])).toBe(own.alignment.scale);
      expect(Number(row["pca2.trustworthiness"])).toBe(own.quality["pca2"]?.trustworthiness);
    }
  });

  it("says in export.json what it is, with every column", async () => {
    const about = JSON.parse(await readFile(join(root, "csv/export.json"), "utf8")) as {
      readonly tables: Readonly<Record<string, readonly { readonly name: string; readonly about: string }[]>>;
      readonly files: readonly string[];
    };
    expect(about).toMatchObject({ v: 1, atlas: "tiny/lines", heads: ["L0H0", "L0H1"], format: "csv" });
    for (const [table, columns] of Object.entries(about.tables)) {
      const file = table === "heads" ? "csv/heads.csv" : `csv/L0H0/${table}.csv`;
      const [header] = parse(await readFile(join(root, file), "utf8"), { to: 1 });
      expect(columns.map(({ name }) => name)).toEqual(header);
      expect(columns.filter((column) => column.about === "")).toEqual([]);
    }
    const there = await readdir(join(root, "csv"), { recursive: true, withFileTypes: true });
    const files = there
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    expect([...about.files, "export.json"].sort()).toEqual(
      files.map((file) => file.slice(join(root, "csv/").length)).sort(),
    );
  });

  it("holds the same in Parquet as in CSV", async () => {
    await exportFrom(root, { format: "parquet", out: "parquet" });
    for (const table of ["heads", "L0H0/points", "L0H1/weights"]) {
      const [csv, parquet] = [await rowsOf(`csv/${table}.csv`), await parquetOf(`parquet/${table}.parquet`)];
      expect(parquet.map((row) => Object.keys(row))).toEqual(csv.map((row) => Object.keys(row)));
      parquet.forEach((row, i) => {
        for (const [name, value] of Object.entries(row)) {
          const text = csv[i]?.[name] ?? "";
          if (typeof value === "number") expect(Math.abs(Number(text) - value)).toBeLessThan(1e-6);
          else
            expect(text).toBe(
              typeof value === "string" ? value : value === null ? "" : JSON.stringify(value),
            );
        }
      });
    }
  });

  it("is the same bytes each time", async () => {
    await exportFrom(root, { format: "parquet", out: "again" });
    expect(await treeDigests(join(root, "again"))).toEqual(await treeDigests(join(root, "parquet")));
  });

  it("writes one table into a file that is named", async () => {
    const result = await exportFrom(root, { addresses: ["tiny/lines/L0H1"], out: "one.csv" });
    expect(result).toMatchObject({ nHeads: 1, nFiles: 1 });
    expect(await readFile(join(root, "one.csv"), "utf8")).toBe(
      await readFile(join(root, "csv/L0H1/points.csv"), "utf8"),
    );
    await exportFrom(root, { addresses: ["tiny"], out: "all.csv" });
    expect(await readFile(join(root, "all.csv"), "utf8")).toBe(
      await readFile(join(root, "csv/heads.csv"), "utf8"),
    );
  });

  it("takes the address of a page, with whatever is around it", async () => {
    const addresses = ["https://example.org/base/tiny/lines/L0H1/?method=pca#x", "tiny/lines/L0H0"];
    const { nHeads } = await exportFrom(root, { addresses, out: "by-address", tables: ["heads"] });
    expect(nHeads).toBe(2);
  });
});

describe("a request for an export", () => {
  const refused = (request: Parameters<typeof exportFrom>[1]): Promise<string> =>
    exportFrom(root, request).then(
      () => "written",
      (error: unknown) => (error as Error).message.replaceAll(root, "."),
    );

  it("is refused where it names what is not there, with all mistakes at once", async () => {
    const message = await refused({ addresses: ["tiny/lines/L7H0", "nothing", "tiny/other"], out: "no" });
    expect(message).toContain("nothing: this names no atlas that has been built");
    expect(message).toContain("tiny/other: this names no atlas that has been built");
    expect(await refused({ addresses: ["tiny/lines/L7H0"], out: "no" })).toBe(
      "tiny/lines/L7H0: the atlas has no such head: expected L0H0 to L0H1 (1 layer, 2 heads), received L7H0.",
    );
  });

  it("is refused where something is there already, unless it is to be replaced", async () => {
    await exportFrom(root, { out: "twice", tables: ["heads"] });
    expect(await refused({ out: "twice", tables: ["heads"] })).toContain("something is there already");
    await writeFile(join(root, "twice/old.txt"), "");
    await exportFrom(root, { out: "twice", tables: ["heads"], isForced: true });
    expect((await readdir(join(root, "twice"))).sort()).toEqual(["export.json", "heads.csv"]);
  });

  it("is refused where format and place do not go together", async () => {
    expect(await refused({ out: "a.parquet" })).toContain("the file is named after another format");
    expect(await refused({ out: "a.csv", tables: ["points"] })).toContain(
      "one file cannot hold so many tables",
    );
    expect(await refused({ format: "headvis", out: "h", tables: ["points"] })).toContain("has no tables");
  });

  it("leaves nothing behind where it fails", async () => {
    const before = (await readdir(root)).sort();
    await refused({ addresses: ["tiny/lines/L7H0"], out: "gone" });
    const stopped = AbortSignal.abort(new Error("stopped"));
    const { exportAtlases } = await import("#pipeline/export/export.ts");
    const { exportOptions } = await import("../../../helpers/export-tiny.ts");
    const request = {
      addresses: [],
      format: "csv",
      tables: undefined,
      hasVectors: false,
      isForced: false,
    } as const;
    await expect(
      exportAtlases({ ...request, out: join(root, "gone") }, { ...exportOptions(root), signal: stopped }),
    ).rejects.toThrow("stopped");
    expect((await readdir(root)).sort()).toEqual(before);
  });
});
