/** The examples of the guides, run as a reader would run them: as files of their own, by Node. */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { ENTRIES, examplesOf } from "../../helpers/guide-examples.ts";
import { writeSyntheticAtlas } from "../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const GPT = join(process.cwd(), "content/weights/tiny-gpt");

/** @returns The lines that it prints. */
async function run(code: string | undefined, ...args: string[]): Promise<string[]> {
  const source = ENTRIES.reduce(
    (text, entry) =>
      text.replaceAll(`"headland/${entry}"`, `"${pathToFileURL(`src/library/${entry}.ts`).href}"`),
    code ?? "",
  );
  expect(source).not.toMatch(/from "headland/);
  const file = join(await tempFolder(), "example.mjs");
  await writeFile(file, source);
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args]);
  return stdout.trimEnd().split("\n");
}

describe("the examples of the guides", () => {
  it("are one of headland/extract, two of headland/project and one of headland/atlas", async () => {
    const counts = ENTRIES.map(async (entry) => (await examplesOf(entry)).length);
    expect(await Promise.all(counts)).toEqual([1, 2, 1]);
  });

  it("show where each head looks", async () => {
    const [code] = await examplesOf("extract");
    const [first, ...heads] = await run(code, GPT);
    expect(first).toMatch(/^16 heads, (\d+) tokens$/);
    const nTokens = Number(first?.split(" ")[2]);
    expect(heads).toHaveLength(16);
    for (const line of heads) {
      const [, weight, nNumbers] = /^L\dH\d ".+" ([01]\.\d\d) (\d+)$/.exec(line) ?? [];
      // The largest of a row that sums to 1 is no less than its mean.
      expect(Number(weight), line).toBeGreaterThanOrEqual(Math.floor(100 / nTokens) / 100);
      expect(Number(nNumbers), line).toBe(nTokens * 32);
    }
  });

  it("lay out vectors in groups", async () => {
    const [code] = await examplesOf("project");
    const [first = "", second = "", third = "", last = ""] = await run(code);
    const place = (line: string): number[] => (line.split(": ")[1] ?? "").split(", ").map(Number);
    const places = [first, second, third].map(place);
    // Vectors 0, 1 and 2 are of three groups.
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      expect(Math.hypot(places[a]![0]! - places[b]![0]!, places[a]![1]! - places[b]![1]!)).toBeGreaterThan(1);
    expect(Number(/^trustworthiness (0\.\d+|1\.0+)$/.exec(last)?.[1])).toBeGreaterThan(0.8);
  });

  it("compare two maps of a head", async () => {
    const [, code] = await examplesOf("project");
    const lines = await run(code, GPT);
    const [attention, umap] = lines.map((line) => line.split(" "));
    expect([attention?.[0], umap?.[0]]).toEqual(["attention", "umap"]);
    expect(Number(attention?.[1])).toBeGreaterThan(Number(umap?.[1]));
  });

  it("read an atlas", async () => {
    const [code] = await examplesOf("atlas");
    const folder = await tempFolder();
    const maps = { methods: ["pca"], dims: [2] } as const;
    const shape = { nLayers: 2, nHeads: 3, nSequences: 4 };
    await writeSyntheticAtlas(folder, { model: "tiny", dataset: "made-up", kind: "text", maps, ...shape });
    const [title, best = "", ...rest] = await run(code, join(folder, "tiny/made-up"));
    expect(title).toBe("Test tiny on Test made-up: 6 heads");
    const heads = JSON.parse(await readFile(join(folder, "tiny/made-up/heads.json"), "utf8")) as {
      heads: { head: string; metrics: { previous: number } }[];
    };
    const most = heads.heads.reduce((a, b) => (b.metrics.previous > a.metrics.previous ? b : a));
    expect(best).toBe(`${most.head}: ${most.metrics.previous}`);
    expect(rest[0]).toMatch(/^query ".+"$/);
    expect(rest[1]).toMatch(/^pca2 -?[01](\.\d+)? -?[01](\.\d+)? ?$/);
    expect(rest[2]).toBe(`/tiny/made-up/${most.head}/`);
  });
});
