import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseHeadSelection } from "#atlas/head/head-selection.ts";
import { planClean, planCleanAll, type CleanStep } from "#pipeline/run/plan-clean.ts";
import { filesBelow } from "../../../helpers/damage.ts";
import { runBuild } from "../../../helpers/run-build.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { treeDigests, writeTinyContent } from "../../../helpers/tiny-content.ts";

const QUICK = { methods: ["pca"] } as const;
const LINES = "tiny/lines";

const foldersOf = (root: string) => ({
  contentFolder: join(root, "content"),
  outFolder: join(root, "out"),
  workFolder: join(root, "work"),
});

async function clean(root: string, steps?: readonly CleanStep[]): Promise<string[]> {
  const plan = steps ?? (await planClean(foldersOf(root)));
  for (const { remove } of plan) await remove();
  return plan.map(({ what }) => what.replaceAll(root, "."));
}

/** An atlas that is built, one whose input has changed since, and the vectors of a build that stopped. */
async function usedRoot(): Promise<string> {
  const root = await tempFolder();
  await writeTinyContent(join(root, "content"));
  await runBuild(root, QUICK);
  await appendFile(join(root, "content/datasets/lines.jsonl"), '{"text": "the bird sleeps ."}\n');
  await runBuild(root, { ...QUICK, select: parseHeadSelection("L0H0")! });
  return root;
}

describe("cleaning", () => {
  it("removes vectors, and results that no atlas is made of, and tells their sizes", async () => {
    const root = await usedRoot();
    const before = await filesBelow(join(root, "work"));
    const steps = await planClean(foldersOf(root));
    expect(await filesBelow(join(root, "work"))).toEqual(before);
    expect(steps.map(({ what }) => what.replaceAll(root, "."))).toEqual([
      "vectors of 1 input",
      "3 results that no atlas of ./content/ is made of",
    ]);
    const sizeOf = async (folder: string): Promise<number> => {
      const files = await Promise.all(
        (await filesBelow(join(root, "work", folder))).map((path) => readFile(path)),
      );
      return files.reduce((sum, { length }) => sum + length, 0);
    };
    expect(steps[0]?.nBytes).toBe(await sizeOf("captures"));
    const nStore = await sizeOf("store/content-v2");
    await clean(root, steps);
    expect(steps[1]?.nBytes).toBe(nStore - (await sizeOf("store/content-v2")));
    expect(await readdir(join(root, "work/captures"))).toEqual([]);
    expect(await planClean(foldersOf(root))).toEqual([]);
    // The head that was done is kept.
    expect((await runBuild(root, QUICK)).outcomes[LINES]).toMatchObject({ state: "built", nComputed: 1 });
  });

  it("keeps all that an atlas is published again from", async () => {
    const root = await tempFolder();
    await writeTinyContent(join(root, "content"));
    await runBuild(root, QUICK);
    const whole = await treeDigests(join(root, "out"));
    expect(await clean(root)).toEqual([]);
    await rm(join(root, "out"), { recursive: true });
    expect((await runBuild(root, QUICK)).outcomes[LINES]).toMatchObject({ state: "built", nComputed: 0 });
    expect(await treeDigests(join(root, "out"))).toEqual(whole);
  });

  it("removes atlases taken out of the site, what they were made of, reports of faults, and locks of the dead", async () => {
    const root = await tempFolder();
    await writeTinyContent(join(root, "content"));
    const models = join(root, "content/models");
    await writeFile(join(models, "other.yaml"), await readFile(join(models, "tiny.yaml")));
    await rm(join(models, "tiny.yaml"));
    await runBuild(root, QUICK);
    await rm(join(models, "other.yaml"));
    await writeFile(
      join(models, "off.yaml"),
      "name: O\nsource: ./weights/tiny\ndatasets: [lines]\nenabled: false\n",
    );
    await runBuild(root, QUICK);
    await writeFile(
      join(root, "work/locks/dead--lock"),
      `99999999@${hostname().replaceAll(/[^\w-]/g, "_")} 0`,
    );
    await mkdir(join(root, "work/faults"));
    await writeFile(join(root, "work/faults/tiny--lines.txt"), "TypeError\n");
    expect(await clean(root)).toEqual([
      "3 results that no atlas of ./content/ is made of",
      "atlases that were taken out of the site",
      "reports of faults",
      "1 lock of processes that have ended",
    ]);
    expect(await filesBelow(join(root, "work/store/content-v2"))).toEqual([]);
    expect(await readdir(join(root, "work"))).not.toContain("removed");
    expect(await readdir(join(root, "work/locks"))).toEqual([]);
    expect(await readdir(join(root, "work/uses"))).toEqual([]);
  });

  it("leaves alone what a running build owns", async () => {
    const root = await usedRoot();
    const [capture = ""] = await readdir(join(root, "work/captures"));
    const store = await filesBelow(join(root, "work/store"));
    for (const name of ["tiny--lines", capture])
      await writeFile(join(root, "work/locks", name), "1@elsewhere 0");
    expect(await clean(root)).toEqual([]);
    expect(await readdir(join(root, "work/captures"))).toEqual([capture]);
    expect(await filesBelow(join(root, "work/store"))).toEqual(store);
    await expect(planCleanAll(foldersOf(root), [])).rejects.toThrow(
      /locks\/[\w-]+: a build is running: expected no other process at work, received process 1@elsewhere\.\n {2}Wait/,
    );
  });
});

describe("cleaning everything", () => {
  it("removes results, atlases and sites, and keeps content and what was trained", async () => {
    const root = await usedRoot();
    const content = await treeDigests(join(root, "content"));
    for (const name of ["work/train/tiny", "work/mutation", "dist"]) {
      await mkdir(join(root, name), { recursive: true });
      await writeFile(join(root, name, "file"), "12345");
    }
    const steps = await planCleanAll(foldersOf(root), [join(root, "dist")]);
    expect(steps.find(({ what }) => what.endsWith("dist"))?.nBytes).toBe(5);
    await clean(root, steps);
    expect((await readdir(root)).sort()).toEqual(["content", "work"]);
    // Empty folders are not worth a line.
    const left = (await filesBelow(join(root, "work"))).map((path) => path.slice(root.length));
    expect(left).toEqual(["/work/mutation/file", "/work/train/tiny/file"]);
    expect(await treeDigests(join(root, "content"))).toEqual(content);
    expect(await planCleanAll(foldersOf(root), [join(root, "dist")])).toEqual([]);
  });
});
