/** Adding an output takes one file and one row: here rows are added to the list, and nothing else is touched. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatHead } from "#atlas/head/head-id.ts";
import { projectionName } from "#atlas/method.ts";
import { parseFileList } from "#pipeline/pack/file-list.ts";
import { jsonFile } from "#pipeline/pack/json-file.ts";
import type { Output } from "#pipeline/pack/outputs/output.ts";
import { OUTPUTS } from "#pipeline/pack/outputs/outputs.ts";
import { writeSyntheticAtlas } from "../../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { treeDigests } from "../../../helpers/tiny-content.ts";

const SYNTHETIC = { model: "m", dataset: "d", kind: "text", nLayers: 2, nHeads: 2, nSequences: 3 } as const;
const MAPS = { methods: ["umap", "pca"], dims: [2] } as const;

/** Of each head, how many numbers its maps hold. */
const sizes: Output = {
  of: "head",
  files: ({ head, maps }) => [
    [`heads/${formatHead(head)}/sizes.json`, jsonFile(maps.map(({ coordinates }) => coordinates.length))],
  ],
};
/** Of each flat map, the heads in the order in which they come, and the longest query or key of all. */
const longest: Output = {
  of: "map",
  begin: ({ projection, isFirst }) => {
    if (!isFirst) return null;
    const heads: string[] = [];
    let most = 0;
    return {
      needsNorms: true,
      add: (head, map, norms) => {
        heads.push(`${formatHead(head)} ${map.n}`);
        most = Math.max(most, ...(norms ?? []));
      },
      files: () => [[`longest-${projectionName(projection)}.json`, jsonFile({ heads, most })]],
    };
  },
};
/** Of the tokens of a tower, and of the atlas. */
const words: Output = {
  of: "tower",
  files: ({ tokens }) => [["words.txt", new TextEncoder().encode(tokens.tokens.join("\n"))]],
};
const names: Output = {
  of: "atlas",
  files: ({ numbers }) => [["names.txt", new TextEncoder().encode(numbers.map(({ head }) => head).join())]],
};

/** A whole atlas, and how to read a file of it. */
async function writeWith(
  outputs: readonly Output[],
): Promise<{ readonly tree: Record<string, string>; readonly text: (file: string) => Promise<string> }> {
  const root = await tempFolder();
  await writeSyntheticAtlas(root, { ...SYNTHETIC, maps: MAPS }, outputs);
  const folder = join(root, "m/d");
  return { tree: await treeDigests(folder), text: (file) => readFile(join(folder, file), "utf8") };
}

describe("an output that is added to the table", () => {
  it("is written beside the others, which stay as they are, and stands in the list of files", async () => {
    const plain = await writeWith(OUTPUTS);
    const more = await writeWith([...OUTPUTS, sizes, longest, words, names]);
    const heads = ["L0H0", "L0H1", "L1H0", "L1H1"];
    const added = [
      ...heads.map((head) => `heads/${head}/sizes.json`),
      "longest-pca2.json",
      "longest-umap2.json",
      "names.txt",
      "words.txt",
    ];
    const isNew = (file: string): boolean => plain.tree[file] === undefined;
    expect(Object.keys(more.tree).filter(isNew)).toEqual(added);
    const changed = Object.keys(plain.tree).filter((file) => more.tree[file] !== plain.tree[file]);
    expect(changed).toEqual(["files.json"]);
    const listed = [...(parseFileList(await more.text("files.json")) ?? new Map<string, unknown>()).keys()];
    expect(listed).toEqual(expect.arrayContaining(added));
  });

  it("sees every head once, in the order of the model", async () => {
    const { text } = await writeWith([...OUTPUTS, sizes, longest, words, names]);
    const { heads, most } = JSON.parse(await text("longest-umap2.json")) as { heads: string[]; most: number };
    const [n = 0] = JSON.parse(await text("heads/L0H0/sizes.json")) as number[];
    expect(heads).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"].map((head) => `${head} ${n / 2}`));
    const manifest = JSON.parse(await text("manifest.json")) as { normRange: { max: number } };
    expect(most).toBeCloseTo(manifest.normRange.max, 6);
    expect(await text("names.txt")).toBe("L0H0,L0H1,L1H0,L1H1");
    expect((await text("words.txt")).split("\n")).toHaveLength(n / 4);
  });
});
