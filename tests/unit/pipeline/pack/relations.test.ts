import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { decodeAttention, type Attention } from "#atlas/files/attention.ts";
import { decodeRelations } from "#atlas/files/relations.ts";
import { decodeSharedPatterns, type SharedPatterns } from "#atlas/files/shared-patterns.ts";
import { decodeTokens } from "#atlas/tokens/tokens.ts";
import { compareHeads, type SharedHeads } from "#relations/compare-heads.ts";
import { sharedStarts } from "#relations/shared-rows.ts";
import { writeSyntheticAtlas } from "../../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const SYNTHETIC = { dataset: "d", nLayers: 2, nHeads: 2, nSequences: 8 } as const;
const WORDS = Array.from({ length: 40 }, (_, i) => ` w${i}`);
const MAPS = { methods: ["pca"], dims: [2] } as const;

async function written(model: string, kind: "text" | "images"): Promise<(file: string) => Promise<unknown>> {
  const root = await tempFolder();
  await writeSyntheticAtlas(root, {
    ...SYNTHETIC,
    model,
    kind,
    maps: MAPS,
    written: { name: "M", words: WORDS, labels: {} },
  });
  return async (file) => JSON.parse(await readFile(join(root, model, "d", file), "utf8")) as unknown;
}

const read = (json: unknown): SharedPatterns =>
  decodeSharedPatterns(json, (shared) => sharedStarts(shared).at(-1));

function heads(json: unknown): SharedHeads {
  const { weights, ...shared } = read(json);
  const n = weights.length / shared.nHeads;
  return {
    ...shared,
    weightsOf: (head) => Float32Array.from(weights.subarray(head * n, (head + 1) * n), (x) => (x / 255) ** 2),
  };
}

describe("a published atlas", () => {
  it("names the nearest heads, at the distance that its published weights have", async () => {
    const file = await written("m", "text");
    const { rows, nearest, typical } = decodeRelations(await file(atlasFiles.relations()));
    expect(Object.keys(nearest)).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
    expect(rows.used).toBe(rows.of);
    expect(typical).toBeGreaterThan(0);
    const { starts } = decodeTokens(await file(atlasFiles.tokens()));
    const weightsOf = async (head: number): Promise<Attention> =>
      decodeAttention(await file(headFiles.attention({ layer: 0, head })), starts);
    const [a, b] = [await weightsOf(0), await weightsOf(1)];
    // Written out once more, without tables and without roundings.
    const distances: number[] = [];
    for (let s = 0; s + 1 < starts.length; s++) {
      const n = starts[s + 1]! - starts[s]!;
      for (let query = 1; query < n; query++) {
        const row = (attention: Attention): number[] => {
          const all = Array.from({ length: query + 1 }, (_, key) => attention.weight(s, query, key));
          const sum = all.reduce((total, each) => total + each, 0);
          return all.map((each) => each / sum);
        };
        const [p, q] = [row(a), row(b)];
        const toward = (x: number, m: number): number => (x === 0 ? 0 : (x * Math.log2(x / m)) / 2);
        distances.push(
          Math.sqrt(
            p.reduce((sum, x, i) => sum + toward(x, (x + q[i]!) / 2) + toward(q[i]!, (x + q[i]!) / 2), 0),
          ),
        );
      }
    }
    expect(rows.of).toBe(distances.length);
    const mean = distances.reduce((sum, x) => sum + x, 0) / distances.length;
    expect(nearest["L0H0"]!.find(([head]) => head === "L0H1")![1]).toBeCloseTo(mean, 2);
  });

  it("keeps rows on words, on which it is at distance 0 from itself", async () => {
    const file = await written("m", "text");
    const own = heads(await file(atlasFiles.shared()));
    expect(own.unit).toBe("words");
    const { distances } = compareHeads(own, own)!;
    expect([0, 5, 10, 15].map((at) => distances[at])).toEqual([0, 0, 0, 0]);
    expect(distances[1]).toBeGreaterThan(0);
  });

  it("keeps rows on patches, which are compared with those of the same pictures only", async () => {
    const [text, pictures] = [await written("m", "text"), await written("m", "images")];
    const own = heads(await pictures(atlasFiles.shared()));
    expect(own.unit).toBe("patches");
    expect(compareHeads(own, own)).not.toBeNull();
    expect(compareHeads(own, heads(await text(atlasFiles.shared())))).toBeNull();
  });
});
