/** Exported vectors become an atlas again, with the files of the one that they are from, byte for byte. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { builtTiny, exportFrom } from "../../../helpers/export-tiny.ts";
import { runBuild } from "../../../helpers/run-build.ts";
import { treeDigests } from "../../../helpers/tiny-content.ts";

const FORMATS = ["npz", "safetensors"] as const;

let root: string;

beforeAll(async () => {
  root = await builtTiny();
  for (const format of FORMATS) {
    await exportFrom(root, { format, out: `content/run.${format}`, hasVectors: true });
    await writeFile(
      join(root, `content/models/${format}.yaml`),
      `name: Again\nsource: vectors:./run.${format}\ndataset: { slug: lines, name: Lines, license: CC0-1.0, projection: { perplexity: 5 } }\n`,
    );
  }
  const { errors } = await runBuild(root, { methods: ["pca"] });
  expect(errors).toEqual([]);
});

describe("an export of vectors", () => {
  it.each(FORMATS)(
    "is read back from %s: only what names the model, its weights and its input differs",
    async (format) => {
      const [first, again] = [
        await treeDigests(join(root, "out/tiny/lines")),
        await treeDigests(join(root, `out/${format}/lines`)),
      ];
      expect(Object.keys(again)).toEqual(Object.keys(first));
      // Vectors come without weight matrices, and no model can be run on other texts.
      expect(Object.keys(first).filter((file) => first[file] !== again[file])).toEqual([
        "circuits.json",
        "files.json",
        "heads.json",
        "manifest.json",
      ]);
      const heads = async (model: string): Promise<unknown[]> => {
        const file = await readFile(join(root, "out", model, "lines/heads.json"), "utf8");
        const rows = (JSON.parse(file) as { heads: Record<string, unknown>[] }).heads;
        return rows.map((row) => ({ ...row, weights: null, repeats: null }));
      };
      expect(await heads(format)).toEqual(await heads("tiny"));
    },
  );

  it("can be exported again, with the same queries and keys", async () => {
    await exportFrom(root, {
      addresses: ["npz/lines"],
      format: "safetensors",
      out: "again.safetensors",
      hasVectors: true,
    });
    const [one, two] = await Promise.all(
      ["content/run.safetensors", "again.safetensors"].map((file) => readFile(join(root, file))),
    );
    const numbersOf = (file: Buffer): Buffer => file.subarray(8 + Number(file.readBigUInt64LE(0)));
    expect(numbersOf(two!)).toEqual(numbersOf(one!));
  });
});
