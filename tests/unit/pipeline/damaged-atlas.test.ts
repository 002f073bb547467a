/** A published atlas is whole, or it is published again: from what is kept, without the model. */
import { cp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildAll } from "#pipeline/build-all.ts";
import { runBuild } from "../../helpers/run-build.ts";
import { age, filesBelow, flip } from "../../helpers/damage.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { treeDigests, writeTinyContent } from "../../helpers/tiny-content.ts";

const QUICK = { methods: ["pca"] } as const;
const LINES = "tiny/lines";

async function builtRoot(): Promise<{ root: string; whole: Record<string, string> }> {
  const root = await tempFolder();
  await writeTinyContent(join(root, "content"));
  await runBuild(root, QUICK);
  return { root, whole: await treeDigests(join(root, "out")) };
}

/** Stages that a build goes through. */
async function stagesOf(root: string, options: object = {}): Promise<string[]> {
  const stages = new Set<string>();
  const folders = {
    contentFolder: join(root, "content"),
    outFolder: join(root, "out"),
    workFolder: join(root, "work"),
  };
  await buildAll(
    { ...folders, ...QUICK, workers: 1, ...options },
    {
      progress: (_, { stage }) => stages.add(stage),
      done: () => undefined,
      failed: (_, error) => {
        throw error;
      },
    },
  );
  return [...stages];
}

describe("a published atlas", () => {
  it("lists all of its files, and no other", async () => {
    const { root, whole } = await builtRoot();
    const { files } = JSON.parse(await readFile(join(root, "out", LINES, "files.json"), "utf8")) as {
      files: Record<string, [number, string]>;
    };
    const listed = Object.entries(files).map(([path, [, sha256]]) => [`${LINES}/${path}`, sha256]);
    const { [`${LINES}/files.json`]: own, ...others } = whole;
    expect(own).toBeDefined();
    expect(Object.fromEntries(listed)).toEqual(others);
  });

  it("is published again, and told, where a file of it is missing or cut: no model runs and no head is computed", async () => {
    const { root, whole } = await builtRoot();
    const paths = await filesBelow(join(root, "out"));
    const manifest = join(root, "out", LINES, "manifest.json");
    const list = join(root, "out", LINES, "files.json");
    for (const [damaged, words] of [
      [[manifest], "manifest.json was missing"],
      [
        paths.filter((path) => path !== manifest && path !== list),
        `${paths.length - 2} of its files were damaged (circuits.json missing, `,
      ],
      [paths, ""],
    ] as const) {
      for (const [i, path] of damaged.entries()) await (i % 2 === 0 ? rm(path) : truncate(path, 1));
      const { outcomes, errors } = await runBuild(root, QUICK);
      expect(errors).toEqual([]);
      expect(outcomes[LINES]).toMatchObject({ state: "built", nComputed: 0 });
      expect(outcomes[LINES]?.warnings.join()).toContain(words);
      expect(await treeDigests(join(root, "out"))).toEqual(whole);
    }
    await rm(join(root, "out", LINES, "tokens.json"));
    expect(await stagesOf(root)).toEqual(["heads"]);
    expect((await runBuild(root, QUICK)).outcomes[LINES]).toMatchObject({ state: "unchanged", warnings: [] });
  });

  it("is published again where a byte of it was changed, also when no time tells of it", async () => {
    const { root, whole } = await builtRoot();
    const path = join(root, "out", LINES, "heads/L0H1/pca2.json");
    await flip(path);
    expect((await runBuild(root, QUICK)).outcomes[LINES]?.warnings).toEqual([
      "The atlas is published again: heads/L0H1/pca2.json was of other content.",
    ]);
    expect(await treeDigests(join(root, "out"))).toEqual(whole);
    await flip(path);
    await age(join(root, "out"));
    const verified = await runBuild(root, { ...QUICK, verify: true });
    expect(verified.outcomes[LINES]?.warnings).toHaveLength(1);
    expect(await treeDigests(join(root, "out"))).toEqual(whole);
    expect((await runBuild(root, { ...QUICK, verify: true })).outcomes[LINES]?.state).toBe("unchanged");
  });

  it("computes only the heads that are not kept any more", async () => {
    const { root, whole } = await builtRoot();
    await rm(join(root, "work"), { recursive: true });
    expect((await runBuild(root, QUICK)).outcomes[LINES]?.state).toBe("unchanged");
    await rm(join(root, "out", LINES, "tokens.json"));
    expect((await runBuild(root, QUICK)).outcomes[LINES]).toMatchObject({ state: "built", nComputed: 2 });
    expect(await treeDigests(join(root, "out"))).toEqual(whole);
    expect(await readdir(join(root, "work/captures"))).toEqual([]);
  });

  it("is whole wherever it is copied to", async () => {
    const { root } = await builtRoot();
    const elsewhere = await tempFolder();
    await cp(join(root, "content"), join(elsewhere, "content"), { recursive: true });
    await cp(join(root, "out"), join(elsewhere, "out"), { recursive: true });
    expect((await runBuild(elsewhere, QUICK)).outcomes[LINES]?.state).toBe("unchanged");
  });
});

describe("a published atlas that no build makes now", () => {
  it("is told with its cure where it is damaged, whether its input fails or its model was built by name", async () => {
    const { root } = await builtRoot();
    const model = join(root, "content/models/tiny.yaml");
    const yaml = await readFile(model, "utf8");
    await writeFile(join(root, "content/models/off.yaml"), `${yaml}enabled: false\n`);
    await runBuild(root, { ...QUICK, selection: { models: ["off"] } });
    expect((await runBuild(root, QUICK)).warnings).toEqual([]);
    await rm(join(root, "out/off/lines/tokens.json"));
    await writeFile(model, yaml.replace("weights/tiny", "weights/gone"));
    await truncate(join(root, "out/tiny/lines/heads.json"), 9);
    const { warnings, errors } = await runBuild(root, QUICK);
    expect(errors).toHaveLength(1);
    expect(warnings).toEqual([
      "./out/off/lines is shown, but it is not whole: tokens.json was missing.\n  Build it again with npm run atlas -- off, or remove the folder.",
      "./out/tiny/lines is shown, but it is not whole: heads.json was of another size.\n  Build it again with npm run atlas -- tiny, or remove the folder.",
    ]);
  });
});
