/** Builds of several atlases, of which the next one begins while the one before is packed. */
import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildAll, type BuildAllOptions } from "#pipeline/build-all.ts";
import { buildAtlas } from "#pipeline/build-atlas.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { treeDigests, writeTinyContent } from "../../helpers/tiny-content.ts";

const NAMES = ["tiny", "tiny-b", "tiny-c"];

/** Models of the same weights, with datasets of their own; the second one has none of its files if it is broken. */
async function models({ names = NAMES, isBroken = false, isShared = false } = {}): Promise<string> {
  const root = await tempFolder();
  const content = join(root, "content");
  await writeTinyContent(content);
  const dataset = await readFile(join(content, "datasets/lines.yaml"), "utf8");
  const lines = (await readFile(join(content, "datasets/lines.jsonl"), "utf8")).trimEnd().split("\n");
  for (const [i, name] of names.entries()) {
    const own = isShared ? "lines" : `lines-${i}`;
    await writeFile(join(content, `datasets/${own}.jsonl`), `${lines.slice(isShared ? 0 : i).join("\n")}\n`);
    await writeFile(join(content, `datasets/${own}.yaml`), dataset.replace("./lines", `./${own}`));
    const source = isBroken && i === 1 ? "missing" : "tiny";
    await writeFile(
      join(content, `models/${name}.yaml`),
      `name: ${name}\nsource: ./weights/${source}\ndatasets: [${own}]\n`,
    );
  }
  return root;
}

/** What is told of atlases, line by line. */
async function build(root: string, options: Partial<BuildAllOptions> = {}): Promise<string[]> {
  const lines: string[] = [];
  const folders = { outFolder: join(root, "out"), workFolder: join(root, "work") };
  await buildAll(
    { contentFolder: join(root, "content"), ...folders, workers: 2, methods: ["pca"], ...options },
    {
      progress: () => undefined,
      done: (name, { state }) => lines.push(`${name} ${state}`),
      failed: (name) => lines.push(`${name} failed`),
      waiting: (name) => lines.push(`${name} waits`),
    },
  );
  return lines;
}

describe("a build of several atlases", () => {
  it("lets the next one begin once all heads are computed, before it is published", async () => {
    const root = await models();
    const { atlases } = await loadContent(join(root, "content"), { models: ["tiny"] });
    const published = join(root, "out/tiny/lines-0");
    const found: string[] = [];
    const options = { outFolder: join(root, "out"), workFolder: join(root, "work") };
    const onComputed = (): void => void found.push(existsSync(published) ? "published" : "computed");
    const { nComputed } = await buildAtlas(atlases[0]!, { ...options, onComputed });
    expect([nComputed > 0, found, existsSync(published)]).toEqual([true, ["computed"], true]);
  });

  it("tells them in their order, and makes the bytes of one that does not overlap", async () => {
    const root = await models();
    const told = await build(root);
    expect(told).toEqual(NAMES.map((name, i) => `${name}/lines-${i} built`));
    const apart = await tempFolder();
    await cp(join(root, "content"), join(apart, "content"), { recursive: true });
    expect(await build(apart, { strict: true })).toEqual(told);
    expect(await treeDigests(join(root, "out"))).toEqual(await treeDigests(join(apart, "out")));
  });

  it("builds the others where one fails, and tells it in its place", async () => {
    expect(await build(await models({ isBroken: true }))).toEqual([
      "tiny/lines-0 built",
      "tiny-b/lines-1 failed",
      "tiny-c/lines-2 built",
    ]);
  });

  it("does not tell of another process where two share a capture", async () => {
    const names = NAMES.slice(0, 2);
    const told = await build(await models({ names, isShared: true }));
    expect(told).toEqual(names.map((name) => `${name}/lines built`));
  });

  it("leaves nothing half-written when it is stopped as the second one begins, and goes on where it stopped", async () => {
    const root = await models({ names: NAMES.slice(0, 2) });
    const stop = new AbortController();
    const running = new Set<string>();
    const folders = { outFolder: join(root, "out"), workFolder: join(root, "work") };
    const stopped = buildAll(
      { contentFolder: join(root, "content"), ...folders, workers: 2, methods: ["pca"], signal: stop.signal },
      {
        progress: (name) => {
          running.add(name);
          if (running.size === 2) stop.abort(new Error("Ctrl-C"));
        },
        done: () => undefined,
        failed: (name) => expect.unreachable(`${name} failed`),
      },
    );
    await expect(stopped).rejects.toThrow("Ctrl-C");
    expect(await build(root)).toHaveLength(2);
    const apart = await tempFolder();
    await cp(join(root, "content"), join(apart, "content"), { recursive: true });
    await build(apart);
    expect(await treeDigests(join(root, "out"))).toEqual(await treeDigests(join(apart, "out")));
  });
});
