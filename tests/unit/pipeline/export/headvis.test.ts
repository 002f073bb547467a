/** The HeadVis tree of a hand-written model: an independent check of the documented format, and of its six numbers. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { HeadVisMetrics } from "#measures/headvis.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { captureAtlas } from "#pipeline/export/capture-atlas.ts";
import { openPublished } from "#pipeline/export/open-published.ts";
import { readVectors } from "#pipeline/capture/head-vectors.ts";
import { builtTiny, exportFrom, exportOptions } from "../../../helpers/export-tiny.ts";
import { readHeadVis, type HeadVisTree } from "../../../helpers/headvis-schema.ts";
import { plainHeadVis } from "../../../helpers/plain-headvis.ts";
import { treeDigests } from "../../../helpers/tiny-content.ts";

interface Head {
  readonly starts: Uint32Array;
  readonly weights: Float32Array;
  readonly ids: Uint32Array;
}

let root: string;
let tree: HeadVisTree;
/** What the model computes, by name of the head. */
const heads = new Map<string, Head>();

beforeAll(async () => {
  root = await builtTiny();
  await exportFrom(root, { format: "headvis", out: "headvis" });
  tree = await readHeadVis(join(root, "headvis"));
  const { atlases } = await loadContent(join(root, "content"));
  const published = await openPublished(join(root, "out"), { model: "tiny", dataset: "lines" });
  const options = { ...exportOptions(root), onProgress: () => undefined };
  await captureAtlas(atlases[0]!, published, options, async (tasks) => {
    for (const task of tasks) {
      const { weights } = await readVectors(task);
      const { layer, head } = task.head;
      heads.set(`L${layer}H${head}`, { starts: task.starts, weights, ids: task.ids! });
    }
  });
});

function sequencesOf({ starts, weights, ids }: Head): { ids: number[]; rows: number[][] }[] {
  let at = 0;
  return Array.from(starts.subarray(1), (end, s) => {
    const n = end - starts[s]!;
    const rows = Array.from({ length: n }, (_, i) => [...weights.subarray(at + i * n, at + (i + 1) * n)]);
    at += n * n;
    return { ids: [...ids.subarray(starts[s], end)], rows };
  });
}

describe("a HeadVis tree", () => {
  it("is as its documentation says", () => {
    expect([...tree.heads.keys()]).toEqual(["L0H0", "L0H1"]);
    expect(tree.config).toMatchObject({ model_name: "Tiny", n_layers: 1, n_heads: 2, has_umap: false });
    expect(tree.config.pipeline_config).toMatchObject({ dataset_name: "Lines", n_sequences: 8, seq_len: 11 });
  });

  it("has six numbers that equal their definitions to 1e-4", () => {
    for (const { layer, head, ...row } of tree.scatter) {
      const plain = plainHeadVis(sequencesOf(heads.get(`L${layer}H${head}`)!));
      expect(Object.keys(row)).toEqual(Object.keys(plain));
      for (const [name, value] of Object.entries(plain))
        expect(Math.abs(row[name as keyof HeadVisMetrics]! - (value ?? NaN)), name).toBeLessThan(1e-4);
    }
  });

  it("holds of each row the eight largest weights of 0.005 or more, at their places", () => {
    for (const [name, file] of tree.heads) {
      const sequences = sequencesOf(heads.get(name)!);
      for (const {
        sequence_id,
        attention_indices,
        attention_values,
        seq_len,
        max_activation,
      } of file.sequences) {
        const { rows } = sequences[sequence_id]!;
        const kept = new Map(attention_indices.map((index, i) => [index, attention_values[i]!]));
        rows.forEach((row, i) => {
          const largest = row
            .filter((a) => a >= 0.005)
            .sort((a, b) => b - a)
            .slice(0, 8);
          const own = row.map((_, j) => kept.get(i * seq_len + j)).filter((a) => a !== undefined);
          expect(own.sort((a, b) => b - a).map((a) => a.toFixed(3))).toEqual(
            largest.map((a) => Number(a.toFixed(4)).toFixed(3)),
          );
          row.forEach((a, j) => {
            const value = kept.get(i * seq_len + j);
            if (value !== undefined) expect(value).toBeCloseTo(a, 3);
          });
        });
        const inner = rows.slice(1).flatMap((row) => row.slice(1));
        expect(max_activation).toBeCloseTo(Math.max(...inner), 3);
      }
    }
  });

  it("puts the sequences with the largest weights into the last interval", () => {
    for (const { sequences } of tree.heads.values()) {
      const largest = Math.max(...sequences.map(({ max_activation }) => max_activation));
      expect(sequences.find(({ interval }) => interval === 10)?.max_activation).toBe(largest);
      const sorted = [...sequences].sort((a, b) => a.interval - b.interval);
      sorted.forEach(({ interval, max_activation }, i) => {
        const before = sorted[i - 1];
        if (before && before.interval < interval)
          expect(max_activation).toBeGreaterThanOrEqual(before.max_activation);
      });
      expect(new Set(sequences.map(({ sequence_id }) => sequence_id)).size).toBe(sequences.length);
    }
  });

  it("is the same bytes each time", async () => {
    await exportFrom(root, { format: "headvis", out: "again" });
    expect(await treeDigests(join(root, "again"))).toEqual(await treeDigests(join(root, "headvis")));
  });

  it("is refused where model or dataset are no longer those of the atlas", async () => {
    const file = join(root, "content/datasets/lines.jsonl");
    const before = await readFile(file, "utf8");
    await writeFile(file, `${before}{"text": "a dog ."}\n`);
    await expect(exportFrom(root, { format: "headvis", out: "changed" })).rejects.toThrow(
      "the dataset has changed since the atlas was built",
    );
    await writeFile(file, before);
  });
});
