/** Exports of a model with an encoder and a decoder: a folder per tower, and attention between two sequences. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { readNpz } from "#pipeline/arrays/npz.ts";
import { ByteFile } from "#pipeline/onnx/file/byte-file.ts";
import { exportFrom } from "../../../helpers/export-tiny.ts";
import { readHeadVis } from "../../../helpers/headvis-schema.ts";
import { runBuild } from "../../../helpers/run-build.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

const PAIRS = [
  { text: "the river and the tree sees a small house", target: "a big river" },
  { text: "the tree", target: "the small tree and the river" },
  { text: "a house and a river and a tree", target: "the house" },
];

async function built(): Promise<string> {
  const root = await tempFolder();
  for (const folder of ["models", "datasets"])
    await mkdir(join(root, "content", folder), { recursive: true });
  const source = join(process.cwd(), zooFile("t5", ""));
  await writeFile(join(root, "content/models/m.yaml"), `name: M\nsource: ${source}\ndatasets: [d]\n`);
  await writeFile(join(root, "content/datasets/d.yaml"), "name: D\nkind: text\nsource: ./d.jsonl\n");
  const lines = PAIRS.map((pair) => JSON.stringify(pair)).join("\n");
  await writeFile(join(root, "content/datasets/d.jsonl"), lines);
  const { errors } = await runBuild(root, { methods: ["pca"] });
  expect(errors).toEqual([]);
  return root;
}

describe.runIf(hasZoo)("an export of several towers (skipped without ../shared/zoo)", () => {
  it("has the points that exist, arrays per tower, and HeadVis trees of attention within sequences", async () => {
    const root = await built();
    await exportFrom(root, { out: "csv" });
    const rows: Record<string, string>[] = parse(
      await readFile(join(root, "csv/cross-L0H1/points.csv"), "utf8"),
      { columns: true },
    );
    const roles = new Map(rows.map(({ token, role }) => [token, role]));
    // Each token of the two streams once, as query or as key.
    expect(roles.size).toBe(rows.length);
    expect(rows.every((row) => row["pca2.x"] !== "")).toBe(true);
    const heads: Record<string, string>[] = parse(await readFile(join(root, "csv/heads.csv"), "utf8"), {
      columns: true,
    });
    expect(new Set(heads.map(({ tower }) => tower))).toEqual(new Set(["encoder", "decoder", "cross"]));

    await exportFrom(root, { out: "npz", format: "npz", hasVectors: true });
    const file = new ByteFile(join(root, "npz/cross/vectors.npz"));
    const arrays = readNpz(file);
    const [nQueries, nKeys] = ["query", "key"].map(
      (role) => rows.filter((row) => row["role"] === role).length,
    );
    expect(arrays.get("q.0")?.shape.slice(0, 2)).toEqual([4, nQueries]);
    expect(arrays.get("k.1")?.shape.slice(0, 2)).toEqual([4, nKeys]);
    expect(arrays.get("split")?.shape).toEqual([PAIRS.length]);
    file.close();

    const { warnings } = await exportFrom(root, { out: "headvis", format: "headvis" });
    expect(warnings).toEqual([
      "8 heads are left out, from cross-L0H0 on: HeadVis has no attention between two sequences.",
    ]);
    for (const tower of ["encoder", "decoder"]) {
      const tree = await readHeadVis(join(root, "headvis", tower));
      expect(tree.heads.size).toBe(8);
    }
    await expect(exportFrom(root, { out: "one.npz", format: "npz" })).rejects.toThrow(
      "one file cannot hold several towers",
    );
  });
});
