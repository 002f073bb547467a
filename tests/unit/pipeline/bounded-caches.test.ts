/** What builds keep does not grow for ever, and what is removed of it changes no atlas. */
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseHeadSelection } from "#atlas/head/head-selection.ts";
import { runBuild } from "../../helpers/run-build.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { treeDigests, writeTinyContent } from "../../helpers/tiny-content.ts";

const QUICK = { methods: ["pca"] } as const;
/** A build that leaves the vectors of all heads. */
const PARTIAL = { ...QUICK, select: parseHeadSelection("L0H0")! };
const LINES = "tiny/lines";

async function tinyRoot(): Promise<string> {
  const root = await tempFolder();
  await writeTinyContent(join(root, "content"));
  return root;
}

async function changeDataset(root: string): Promise<void> {
  await appendFile(join(root, "content/datasets/lines.jsonl"), '{"text": "the bird sleeps ."}\n');
}

/** Another model and its dataset, a line longer. */
async function addOther(root: string): Promise<void> {
  const [models, datasets] = [join(root, "content/models"), join(root, "content/datasets")];
  const yaml = async (from: string, to: string): Promise<void> =>
    writeFile(to, (await readFile(from, "utf8")).replace("lines", "words"));
  await yaml(join(models, "tiny.yaml"), join(models, "other.yaml"));
  await yaml(join(datasets, "lines.yaml"), join(datasets, "words.yaml"));
  const lines = await readFile(join(datasets, "lines.jsonl"), "utf8");
  await writeFile(join(datasets, "words.jsonl"), `${lines}{"text": "the dog and the cat ."}\n`);
}

describe("kept vectors", () => {
  const captures = (root: string): Promise<string[]> => readdir(join(root, "work/captures"));

  it("stay while their input is there, and go when it has changed or nothing names it", async () => {
    const root = await tinyRoot();
    await runBuild(root, PARTIAL);
    const [first] = await captures(root);
    await runBuild(root, PARTIAL);
    expect(await captures(root)).toEqual([first]);
    await changeDataset(root);
    // Another atlas alone tells nothing of this one.
    await addOther(root);
    await runBuild(root, { ...QUICK, selection: { models: ["other"] } });
    expect(await captures(root)).toEqual([first]);
    await rm(join(root, "content/models/other.yaml"));
    await runBuild(root, PARTIAL);
    const [second, ...others] = await captures(root);
    expect([second === first, others]).toEqual([false, []]);
    // An atlas that cannot be built now has an input all the same.
    await rm(join(root, "content/weights"), { recursive: true });
    expect((await runBuild(root, PARTIAL)).errors).toHaveLength(1);
    expect(await captures(root)).toEqual([second]);
    await addOther(root);
    await rm(join(root, "content/models/tiny.yaml"));
    await runBuild(root, QUICK);
    expect(await captures(root)).toEqual([]);
  });

  it("of an unknown origin go, unless another process holds them; what is no capture stays", async () => {
    const root = await tinyRoot();
    const [unknown, held] = ["a".repeat(64), "b".repeat(64)];
    for (const name of [unknown, held, "notes"])
      await mkdir(join(root, "work/captures", name), { recursive: true });
    await mkdir(join(root, "work/locks"));
    await writeFile(join(root, "work/locks", held), "1@elsewhere 0");
    await runBuild(root, QUICK);
    expect(await captures(root)).toEqual([held, "notes"]);
  });
});

describe("a store with a limit", () => {
  it("forgets results that no build used any more, and never changes an atlas", async () => {
    const root = await tinyRoot();
    await runBuild(root, QUICK);
    const before = await treeDigests(join(root, "out"));
    await changeDataset(root);
    const tight = { ...QUICK, storeLimit: 1000 };
    const { warnings } = await runBuild(root, tight);
    // Two heads, and what their capture told.
    expect(warnings.join()).toMatch(
      /work\/store held .*; 3 results that were used longest ago are removed\./,
    );
    const after = await treeDigests(join(root, "out"));
    expect(after).not.toEqual(before);
    // All that this build used is there.
    await rm(join(root, "out"), { recursive: true });
    const again = await runBuild(root, tight);
    expect(again.outcomes[LINES]).toMatchObject({ state: "built", nComputed: 0 });
    expect(await treeDigests(join(root, "out"))).toEqual(after);
    // An atlas that is up to date is used, too, whatever was built meanwhile.
    expect((await runBuild(root, tight)).warnings.join()).toContain("This build uses the ");
    await writeTinyContent(join(root, "content"));
    expect((await runBuild(root, tight)).outcomes[LINES]).toMatchObject({ state: "built", nComputed: 2 });
    expect(await treeDigests(join(root, "out"))).toEqual(before);
  });

  it("is not looked at where nothing was added", async () => {
    const root = await tinyRoot();
    expect((await runBuild(root, { ...QUICK, storeLimit: 1e9 })).warnings).toEqual([]);
    await writeFile(join(root, "work/store-size.json"), "7");
    expect((await runBuild(root, { ...QUICK, storeLimit: 8 })).warnings).toEqual([]);
    expect((await runBuild(root, { ...QUICK, storeLimit: 6 })).warnings).toHaveLength(1);
  });
});
