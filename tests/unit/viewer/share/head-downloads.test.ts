/** Downloads of a head's data on its page: the same bytes as the command line writes. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readAtlas } from "#atlas/read-atlas.ts";
import { openPublished } from "#pipeline/export/open-published.ts";
import { fileName, headDownload } from "#viewer/share/data/head-downloads.ts";
import { exportFrom } from "../../../helpers/export-tiny.ts";
import { writeSyntheticAtlas } from "../../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const HEAD = { layer: 0, head: 1 };
const ID = { model: "m", dataset: "d" };
const WRITTEN = {
  name: "<b>M</b>",
  words: ["=1+1", 'a "quote"', "<script>alert(1)</script>", "\u202Ebidi", "\0", "👩‍👩‍👧‍👦", ",", "\r\n", "-2"],
  labels: { "=kind": ["@story", "", "+list"] },
};

describe("a download of a head's data", () => {
  it("has the bytes of headland export, also of hostile texts", async () => {
    const root = await tempFolder();
    const maps = { methods: ["pca"], dims: [2, 3] as const };
    const shape = { nLayers: 1, nHeads: 2, nSequences: 3 };
    await writeSyntheticAtlas(join(root, "out"), { ...ID, kind: "text", ...shape, maps, written: WRITTEN });
    const atlas = await readAtlas((path) => readFile(join(root, "out/m/d", path)));
    const { digest } = await openPublished(join(root, "out"), ID);
    const reader = { ...atlas, tokens: () => atlas.tokens() };
    const data = { reader, manifest: atlas.manifest, head: HEAD, digest };
    for (const format of ["csv", "parquet"] as const) {
      await exportFrom(root, { format, out: format });
      for (const table of ["points", "weights"] as const) {
        const written = await readFile(join(root, format, `L0H1/${table}.${format}`));
        expect(Buffer.from(await (await headDownload(data, table, format)).arrayBuffer())).toEqual(written);
      }
    }
    expect(await readFile(join(root, "csv/L0H1/points.csv"), "utf8")).toContain('"a ""quote"""');
    expect(fileName(data, "points", "csv")).toBe("m-d-L0H1-points.csv");
  });
});
