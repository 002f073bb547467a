import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { NamedValues } from "#pipeline/arrays/array.ts";
import { writeNpz } from "#pipeline/arrays/npz.ts";
import { modelAt, vectorsAt } from "#pipeline/config/find-model.ts";
import { inspectVectors, printVectors } from "#pipeline/inspect/inspect-vectors.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { vectorsFile } from "../../../helpers/vectors-file.ts";

const floats = (...shape: number[]): NamedValues => ({
  type: "f4",
  shape,
  values: Float32Array.from({ length: shape.reduce((n, size) => n * size) }, (_, i) => i),
});
const RUN = new Map<string, NamedValues>([
  ["q.0", floats(4, 3, 2)],
  ["k.0", floats(2, 3, 2)],
  ["q.1", floats(4, 3, 2)],
  ["k.1", floats(2, 3, 2)],
  ["q.2", floats(1, 3, 4)],
  ["k.2", floats(1, 3, 4)],
  ["tokens", { type: "text", shape: [3], values: ["a", "b", "c"] }],
  ["starts", { type: "i4", shape: [2], values: Int32Array.of(0, 2) }],
  ["causal", { type: "b1", shape: [], values: Uint8Array.of(1) }],
  ["label:pos", { type: "text", shape: [3], values: ["x", "y", "x"] }],
]);

describe("the inspection of captured vectors", () => {
  it("counts layers, heads and tokens, the same of every kind of file", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "run.npz"), writeNpz(RUN));
    await writeFile(join(folder, "run.safetensors"), vectorsFile(RUN));
    const npz = await modelAt(join(folder, "run.npz"));
    const safe = await vectorsAt(join(folder, "run.safetensors"), "vectors:run.safetensors");
    for (const { vectors = [] } of [npz, safe]) {
      const lines = printVectors(await inspectVectors(vectors, () => undefined));
      expect(lines.slice(1)).toEqual([
        "  vectors 3 tokens in 2 sequences, the longest of 2",
        "  causal  yes",
        "  labels  pos",
        "",
        "  layers: 3 layers, 9 heads",
        "    L0–L1  4 heads × 2, 2 key heads, weights computed, scale 0.707107",
        "    L2  1 head × 4, weights computed, scale 0.5",
      ]);
    }
  });

  it("reads every number, and tells one that cannot be drawn", async () => {
    const folder = await tempFolder();
    const q = floats(1, 3, 4);
    if (q.type !== "text") q.values[5] = Infinity;
    const path = join(folder, "run.npz");
    await writeFile(path, writeNpz(new Map([...RUN, ["q.2", q]])));
    await expect(inspectVectors([path], () => undefined)).rejects.toThrow(
      "q.2, L2H0, token 1: a number cannot be drawn: expected finite numbers, of at most 1e17, received Infinity",
    );
  });
});
