import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parseHeadSelection } from "#atlas/head/head-selection.ts";
import { buildAll } from "#pipeline/build-all.ts";
import { runBuild } from "../../helpers/run-build.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { treeDigests, writeTinyContent } from "../../helpers/tiny-content.ts";

const QUICK = { methods: ["pca"] } as const;
const LINES = "tiny/lines";

async function tinyRoot(): Promise<string> {
  const root = await tempFolder();
  await writeTinyContent(join(root, "content"));
  return root;
}

/** The published bytes of a build that nothing disturbs. */
async function undisturbed(): Promise<Record<string, string>> {
  const root = await tinyRoot();
  await runBuild(root, QUICK);
  return treeDigests(join(root, "out"));
}

/** Changes one bit in the middle of a file. */
async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[Math.floor(bytes.length / 2)]! ^= 4;
  await writeFile(path, bytes);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe("two builds at once", () => {
  it(
    "end with one atlas, the same as ever: the second waits and finds it done",
    { timeout: 120_000 },
    async () => {
      const root = await tinyRoot();
      const script = join(import.meta.dirname, "../../helpers/build-once.ts");
      const start = (): Promise<{ stdout: string }> =>
        promisify(execFile)(process.execPath, [script, root], { cwd: join(import.meta.dirname, "../../..") });
      const ends = await Promise.all([start(), start(), start()]);
      const states = ends.map(({ stdout }) => stdout.trim().split(" ").at(-1));
      expect(states.sort()).toEqual(["built", "unchanged", "unchanged"]);
      expect(await treeDigests(join(root, "out"))).toEqual(await undisturbed());
      expect(await readdir(join(root, "work/locks"))).toEqual([]);
      expect(await readdir(join(root, "work/staging"))).toEqual([]);
      expect(await readdir(join(root, "work/captures"))).toEqual([]);
    },
  );
});

describe("a disk that damages what was kept", () => {
  it("costs the head whose result it was, in the same run, and is told", async () => {
    const root = await tinyRoot();
    await runBuild(root, QUICK);
    await rm(join(root, "out"), { recursive: true });
    for (const path of await filesBelow(join(root, "work/store/content-v2"))) await flip(path);
    const { outcomes, errors } = await runBuild(root, QUICK);
    expect(errors).toEqual([]);
    expect(outcomes[LINES]).toMatchObject({ state: "built", nComputed: 2 });
    expect(outcomes[LINES]?.warnings.join()).toContain("Results kept of heads were damaged on disk");
    expect(await treeDigests(join(root, "out"))).toEqual(await undisturbed());
  });

  it.each(["L0H1.q", "L0H0.w", "report.json"])("never publishes other numbers: %s", async (file) => {
    const root = await tinyRoot();
    // A build of one head only leaves the vectors of all.
    await runBuild(root, { ...QUICK, select: parseHeadSelection("L*H0")! });
    const [key = ""] = await readdir(join(root, "work/captures"));
    await flip(join(root, "work/captures", key, file));
    await rm(join(root, "work/store"), { recursive: true });
    const { outcomes, errors } = await runBuild(root, QUICK);
    expect(errors).toEqual([]);
    expect(outcomes[LINES]?.state).toBe("built");
    if (file !== "report.json") expect(outcomes[LINES]?.warnings.join()).toContain("the model was run again");
    expect(await treeDigests(join(root, "out"))).toEqual(await undisturbed());
  });
});

describe("what is left behind", () => {
  const us = hostname().replaceAll(/[^\w-]/g, "_");

  it("is swept away if its process has ended, and kept if it is in work", async () => {
    const root = await tinyRoot();
    const uuid = "6a0c1c9a-5d0e-4b57-9d11-0c5bb2a7c001";
    const folders = ["staging/tiny--lines.new", "staging/tiny--lines.new", "captures/abc.new"];
    const files = ["digests.json.x.new", "locks/tiny--lines.x.new", "published/tiny--lines.json.x.new"];
    for (const name of folders)
      await mkdir(join(root, "work", `${name}.99999999@${us}`), { recursive: true });
    await mkdir(join(root, "work/staging", `tiny--lines.new.99999999@${us}-old`), { recursive: true });
    for (const name of ["out/tiny/.lines.new", "out/tiny/.lines.new-old", "work/captures/abc.new"])
      await mkdir(join(root, name), { recursive: true });
    for (const name of ["locks", "published", "store/tmp"])
      await mkdir(join(root, "work", name), { recursive: true });
    for (const name of files) await writeFile(join(root, "work", `${name}.99999999@${us}`), "");
    for (const name of [uuid, `99999999+1@${us}-${uuid}`, `1@elsewhere-${uuid}`])
      await writeFile(join(root, "work/store/tmp", name), "half");
    await writeFile(join(root, "work/locks/gone--lines"), `99999999@${us} x`);
    await writeFile(join(root, "work/locks/other--lines"), "1@elsewhere x");
    await mkdir(join(root, "work/staging/other--lines.new.1@elsewhere"));
    await runBuild(root, QUICK);
    expect(await readdir(join(root, "out/tiny"))).toEqual(["lines"]);
    expect(await readdir(join(root, "work/captures"))).toEqual([]);
    expect(await readdir(join(root, "work/staging"))).toEqual(["other--lines.new.1@elsewhere"]);
    expect(await readdir(join(root, "work/store/tmp"))).toEqual([`1@elsewhere-${uuid}`]);
    expect(await readdir(join(root, "work/locks"))).toEqual(["other--lines"]);
    expect(await readdir(join(root, "work/published"))).toEqual(["tiny--lines.json"]);
    expect((await readdir(join(root, "work"))).filter((name) => name.includes(".new"))).toEqual([]);
  });

  it("goes where a forced build was stopped after it ran the model, but not what another build needs", async () => {
    const root = await tinyRoot();
    await runBuild(root, QUICK);
    const stop = new AbortController();
    const folders = {
      contentFolder: join(root, "content"),
      outFolder: join(root, "out"),
      workFolder: join(root, "work"),
    };
    const forced = buildAll(
      { ...folders, ...QUICK, force: true, signal: stop.signal },
      {
        progress: (_, { stage }) => {
          if (stage === "heads") stop.abort();
        },
        done: () => undefined,
        failed: () => undefined,
      },
    );
    await expect(forced).rejects.toThrow("abort");
    expect(await readdir(join(root, "work/captures"))).toHaveLength(1);
    await runBuild(root, QUICK);
    expect(await readdir(join(root, "work/captures"))).toEqual([]);
    await runBuild(root, { methods: ["attention"], select: parseHeadSelection("L*H0")! });
    await runBuild(root, QUICK);
    expect(await readdir(join(root, "work/captures"))).toHaveLength(1);
  });

  it("is never taken for it by its name: atlases may be called so", async () => {
    const root = await tinyRoot();
    const names = ["lines.new", "6a0c1c9a-5d0e-4b57-9d11-0c5bb2a7c001"];
    for (const name of names)
      await cp(join(root, "content/datasets/lines.yaml"), join(root, "content/datasets", `${name}.yaml`));
    const model = "name: Tiny\nsource: ./weights/tiny\n";
    await writeFile(join(root, "content/models/tiny.yaml"), `${model}datasets: [${names.join(", ")}]\n`);
    await runBuild(root, QUICK);
    const { outcomes } = await runBuild(root, QUICK);
    expect(Object.values(outcomes).map(({ state }) => state)).toEqual(["unchanged", "unchanged"]);
  });
});

describe("an atlas whose input is gone", () => {
  async function withTwoModels(): Promise<string> {
    const root = await tinyRoot();
    await cp(join(root, "content/models/tiny.yaml"), join(root, "content/models/second.yaml"));
    await runBuild(root, QUICK);
    return root;
  }

  /** `model/dataset why` */
  async function removedBy(root: string, keep = false): Promise<string[]> {
    const removed: string[] = [];
    const folders = {
      contentFolder: join(root, "content"),
      outFolder: join(root, "out"),
      workFolder: join(root, "work"),
    };
    await buildAll(
      { ...folders, ...QUICK, keep },
      {
        progress: () => undefined,
        done: () => undefined,
        failed: () => undefined,
        removed: (name, { standing }) => removed.push(`${name} ${standing}`),
      },
    );
    return removed;
  }

  it("is taken out of the site, told, and comes back with its input", async () => {
    const root = await withTwoModels();
    const before = await treeDigests(join(root, "out"));
    await rename(join(root, "content/models/second.yaml"), join(root, "second.yaml"));
    expect(await removedBy(root)).toEqual(["second/lines unnamed"]);
    expect(await readdir(join(root, "out"))).toEqual(["tiny"]);
    await rename(join(root, "second.yaml"), join(root, "content/models/second.yaml"));
    expect(await removedBy(root)).toEqual([]);
    expect(await treeDigests(join(root, "out"))).toEqual(before);
  });

  it("leaves with the name that its model had, and with its dataset", async () => {
    const root = await withTwoModels();
    await rename(join(root, "content/models/second.yaml"), join(root, "content/models/third.yml"));
    expect(await removedBy(root)).toEqual(["second/lines unnamed"]);
    expect(await readdir(join(root, "out"))).toEqual(["third", "tiny"]);
    await rename(join(root, "content/datasets/lines.yaml"), join(root, "content/datasets/rows.yaml"));
    expect(await removedBy(root)).toEqual(["third/lines unnamed", "tiny/lines unnamed"]);
    expect(await readdir(join(root, "out"))).toEqual([]);
  });

  it("leaves when its model is switched off, but not after a build that names the model", async () => {
    const root = await withTwoModels();
    const file = join(root, "content/models/second.yaml");
    const text = await readFile(file, "utf8");
    const switchOff = (): Promise<void> => writeFile(file, `${text}enabled: false\n`);
    await switchOff();
    expect(await removedBy(root, true)).toEqual([]);
    expect(await removedBy(root)).toEqual(["second/lines off"]);
    expect(await readdir(join(root, "out"))).toEqual(["tiny"]);
    await runBuild(root, { ...QUICK, selection: { models: ["second"] } });
    expect(await removedBy(root)).toEqual([]);
    expect(await readdir(join(root, "out"))).toEqual(["second", "tiny"]);
    // Switched on and off again, it is off.
    await writeFile(file, text);
    expect(await removedBy(root)).toEqual([]);
    await switchOff();
    expect(await removedBy(root)).toEqual(["second/lines off"]);
  });

  it("stays where it is asked for, where its model is broken, or only another is built", async () => {
    const root = await withTwoModels();
    const file = join(root, "content/models/second.yaml");
    await writeFile(file, "name: [");
    expect(await removedBy(root)).toEqual([]);
    await rm(file);
    expect(await removedBy(root, true)).toEqual([]);
    await runBuild(root, { ...QUICK, selection: { models: ["tiny"] } });
    expect(await readdir(join(root, "out"))).toEqual(["second", "tiny"]);
  });
});
