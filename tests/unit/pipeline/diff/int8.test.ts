/** A model and its 8-bit weights, both built as any model is: heads ranked by how much they changed. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatHead } from "#atlas/head/head-id.ts";
import { readAtlas, type Atlas } from "#atlas/read-atlas.ts";
import { diffPublished, type AtlasDiff } from "#pipeline/diff/diff-published.ts";
import { diffJson, diffText } from "#pipeline/diff/diff-text.ts";
import { int8Model } from "../../../helpers/int8-weights.ts";
import { runBuild } from "../../../helpers/run-build.ts";

const WEIGHTS = "content/weights/tiny-gpt";
const NAMES = ["full/lines", "int8/lines"] as const;
let root: string;
let diff: AtlasDiff;

beforeAll(async () => {
  const model = (slug: string): string => `name: ${slug}\nsource: ./weights/${slug}\ndatasets: [lines]\n`;
  const stories = (await readFile("content/datasets/stories.jsonl", "utf8")).split("\n");
  root = await mkdtemp(join(tmpdir(), "headland-"));
  const files = {
    "models/full.yaml": model("full"),
    "models/int8.yaml": model("int8"),
    "datasets/lines.yaml":
      "name: Lines\nkind: text\nsource: ./lines.jsonl\nprojection: { methods: [pca], dims: [2] }\n",
    "datasets/lines.jsonl": stories.slice(0, 4).join("\n"),
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, "content", name)), { recursive: true });
    await writeFile(join(root, "content", name), content);
  }
  for (const slug of ["full", "int8"])
    await cp(WEIGHTS, join(root, "content/weights", slug), { recursive: true });
  const { bytes, nQuantized } = int8Model(join(WEIGHTS, "onnx/model.onnx"));
  // Four matrices in each of four layers.
  expect(nQuantized).toBe(16);
  await writeFile(join(root, "content/weights/int8/onnx/model.onnx"), bytes);
  const { errors } = await runBuild(root);
  expect(errors).toEqual([]);
  diff = await diffPublished({ names: NAMES, by: "pattern" }, { outFolder: join(root, "out") });
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

function open(name: string): Promise<Atlas> {
  return readAtlas((path) => readFile(join(root, "out", name, path)));
}

/** The mean distance of two heads, row by row as it is defined, in plain arithmetic. */
async function plainDistance(a: Atlas, b: Atlas, head: Atlas["heads"][number]): Promise<number> {
  const { starts, nSequences } = await a.tokens();
  const [own, other] = [await a.attention(head), await b.attention(head)];
  const distances: number[] = [];
  for (let s = 0; s < nSequences; s++)
    for (let query = 1; query < starts[s + 1]! - starts[s]!; query++) {
      const keys = Array.from({ length: query + 1 }, (_, key) => key);
      const row = (of: typeof own): number[] => {
        const weights = keys.map((key) => of.weight(s, query, key));
        const sum = weights.reduce((total, weight) => total + weight, 0);
        return weights.map((weight) => weight / sum);
      };
      const [p, q] = [row(own), row(other)];
      const half = (from: number[], to: number[]): number =>
        from.reduce((sum, x, i) => sum + (x > 0 ? (x / 2) * Math.log2((2 * x) / (x + to[i]!)) : 0), 0);
      distances.push(Math.sqrt(Math.max(0, half(p, q) + half(q, p))));
    }
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

describe("the difference between a model and its 8-bit weights", () => {
  it("ranks heads by the distance of their patterns, as plain arithmetic has it", async () => {
    const [full, int8] = [await open(NAMES[0]), await open(NAMES[1])];
    const plain = new Map<string, number>();
    for (const head of full.heads) plain.set(formatHead(head), await plainDistance(full, int8, head));
    expect(diff.heads).toHaveLength(16);
    // Shares of rows are kept in steps of 1 / 16,384.
    for (const { head, distance } of diff.heads) expect(distance).toBeCloseTo(plain.get(head)!, 3);
    const distances = diff.heads.map(({ distance }) => distance ?? NaN);
    expect(distances).toEqual([...distances].sort((a, b) => b - a));
    // Rounding the weights changes all heads, and none of them much.
    expect(Math.min(...distances)).toBeGreaterThan(0);
    expect(Math.max(...distances)).toBeLessThan(0.1);
  });

  it("has the differences of measures that heads.json has", async () => {
    const [full, int8] = [await (await open(NAMES[0])).numbers(), await (await open(NAMES[1])).numbers()];
    for (const { head, measures } of diff.heads) {
      const induction = measures.find(({ measure }) => measure.id === "induction");
      const [a, b] = [full.get(head)!.metrics.induction, int8.get(head)!.metrics.induction];
      expect(induction).toMatchObject({ a, b, difference: b! - a! });
    }
    const { heads } = await diffPublished(
      { names: NAMES, by: "induction" },
      { outFolder: join(root, "out") },
    );
    const changes = heads.map(({ head }) =>
      Math.abs(int8.get(head)!.metrics.induction! - full.get(head)!.metrics.induction!),
    );
    expect(changes).toEqual([...changes].sort((a, b) => b - a));
  });

  it("finds no change between an atlas and itself", async () => {
    const same = await diffPublished(
      { names: [NAMES[0], NAMES[0]], by: "pattern" },
      { outFolder: join(root, "out") },
    );
    for (const { distance, measures } of same.heads) {
      expect(distance).toBe(0);
      expect(measures.every(({ difference }) => difference === 0 || difference === null)).toBe(true);
    }
  });

  it("is said as a table, and as JSON with everything", () => {
    const text = diffText(diff, 2);
    expect(text).toContain("full/lines → int8/lines: 16 heads");
    expect(text).toMatch(/in 4 sequences that both have/);
    expect(text).toContain("… and 14 heads that changed less; --top 16 lists all.");
    const json = JSON.parse(JSON.stringify(diffJson(diff))) as {
      heads: { head: string; distance: number }[];
    };
    expect(json.heads.map(({ head }) => head)).toEqual(diff.heads.map(({ head }) => head));
    expect(json.heads[0]?.distance).toBe(diff.heads[0]?.distance);
  });

  it("refuses names of nothing and measures of nothing", async () => {
    const ask = (first: string, second: string, by = "pattern"): Promise<unknown> =>
      diffPublished({ names: [first, second], by }, { outFolder: join(root, "out") });
    await expect(ask("full/lines", "half/lines")).rejects.toThrow(/half\/lines: this names no atlas/);
    await expect(ask("full/lines", "int8/lines", "inducton")).rejects.toThrow(
      /no such measure: expected pattern, or one of entropy/,
    );
  });
});
