import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeAttention } from "#atlas/files/attention.ts";
import { FormatError } from "#atlas/files/columns.ts";
import { encodeCoordinates } from "#atlas/files/coordinates.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import { encodePoints } from "#atlas/files/points.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import { projectionName } from "#atlas/method.ts";
import { readAtlas } from "#atlas/read-atlas.ts";
import { encodeTokens, tokenText } from "#atlas/tokens/tokens.ts";
import { writeSyntheticAtlas } from "../../helpers/synthetic-atlas.ts";
import { TOWERS_MANIFEST } from "../../helpers/whole-manifest.ts";

const head = { layer: 0, head: 1 };
const umap2 = { method: "umap", dim: 2 } as const;

describe("an atlas in a folder", () => {
  let folder: string;
  let manifest: Manifest;
  /** Paths in the order in which they were asked for. */
  const asked: string[] = [];
  const read = async (path: string): Promise<Uint8Array> => {
    asked.push(path);
    return readFile(join(folder, "tiny/scenes", path));
  };
  const instead = (file: string, content: string | Uint8Array) => async (path: string) =>
    path === file ? content : read(path);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "headland-"));
    const maps = { methods: ["pca", "umap"], dims: [2, 3] } as const;
    const shape = { nLayers: 2, nHeads: 2, nSequences: 2 };
    manifest = await writeSyntheticAtlas(folder, {
      model: "tiny",
      dataset: "scenes",
      kind: "images",
      maps,
      ...shape,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("gives everything that a build wrote", async () => {
    const atlas = await readAtlas(read);
    // Known only when all heads are there, as are their index of the search and that they have average patterns.
    const { normRange, search, ...rest } = atlas.manifest;
    expect(search).toBe(true);
    expect({ ...rest, sheet: { ...rest.sheet, colors: undefined } }).toEqual({
      ...manifest,
      sheet: { ...manifest.sheet, average: true, colors: undefined },
    });
    expect(atlas.heads.map(formatHead)).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
    expect(atlas.projections.map(projectionName)).toEqual(["pca2", "pca3", "umap2", "umap3"]);
    const tokens = await atlas.tokens();
    expect([tokens.nTokens, tokens.nSequences, tokenText(tokens, 1)]).toEqual([130, 2, "row 0, column 0"]);
    expect([...(await atlas.numbers()).keys()]).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
    const { norms, distortion } = await atlas.points(head);
    expect([norms.length, [...distortion.keys()]]).toEqual([260, ["pca2", "pca3", "umap2", "umap3"]]);
    expect(Math.min(...norms)).toBeGreaterThanOrEqual(normRange?.min ?? Infinity);
    const deep = await atlas.coordinates(head, { method: "pca", dim: 3 });
    expect([deep.n, deep.z?.length]).toEqual([260, 260]);
    const attention = await atlas.attention(head);
    const row = Array.from({ length: 65 }, (_, key) => attention.weight(1, 3, key)).reduce((a, b) => a + b);
    expect(Math.abs(row - 1)).toBeLessThan(0.02);
    expect(attention.valueNorms).toBeNull();
    expect(atlas.patches()).toEqual({ file: "patches.webp", sheet: manifest.patches });
  });

  it("has the heads of a layer as coarse as their own maps, to within a step", async () => {
    const atlas = await readAtlas(read);
    const [, coarse] = await atlas.layer("L0", umap2);
    const { x } = await atlas.coordinates(head, umap2);
    const off = [...x].map((place, i) => Math.abs(place - ((coarse?.x[i] ?? NaN) / 255) * 2 + 1));
    expect(Math.max(...off)).toBeLessThan(1.01 / 255);
  });

  it("reads a file when it is asked for, and the tokens once", async () => {
    const atlas = await readAtlas(read);
    asked.length = 0;
    await Promise.all([atlas.coordinates(head, umap2), atlas.points(head), atlas.tokens()]);
    await atlas.points(head);
    expect(asked.toSorted()).toEqual([
      "heads/L0H1/points.json",
      "heads/L0H1/points.json",
      "heads/L0H1/umap2.json",
      "tokens.json",
    ]);
  });

  it("reads text as well as bytes", async () => {
    const atlas = await readAtlas(async (path) => new TextDecoder().decode(await read(path)));
    expect((await atlas.tokens()).nTokens).toBe(130);
  });

  it("names the file that is cut, is no text or holds something else", async () => {
    const points = "heads/L0H1/points.json";
    const cut = await readAtlas(instead(points, '{"v": 1, "n"'));
    await expect(cut.points(head)).rejects.toThrow(
      new FormatError(`${points} is damaged: it is not complete JSON.`),
    );
    const bytes = await readAtlas(instead(points, Uint8Array.of(34, 0xff, 34)));
    await expect(bytes.points(head)).rejects.toThrow(`${points} is damaged`);
    const other = await readAtlas(instead(points, '{"v": 1, "n": 3}'));
    await expect(other.points(head)).rejects.toThrow(
      new FormatError(`${points} cannot be read: points: expected 260 points, received 3.`),
    );
    await expect(readAtlas(instead("manifest.json", "{}"))).rejects.toThrow(
      "manifest.json cannot be read: expected a formatVersion; this is not a Headland manifest.",
    );
    await expect(readAtlas(instead("heads.json", "[]")).then((atlas) => atlas.numbers())).rejects.toThrow(
      "heads.json cannot be read: heads: expected format version 1, received a list of 0.",
    );
  });

  it("asks again for tokens that could not be had", async () => {
    let isAway = true;
    const atlas = await readAtlas(async (path) => {
      if (path === "tokens.json" && isAway) throw new Error("The network is away.");
      return read(path);
    });
    await expect(atlas.points(head)).rejects.toThrow("The network is away.");
    isAway = false;
    expect((await atlas.points(head)).norms).toHaveLength(260);
  });

  it("says what there is where something else is asked for", async () => {
    const atlas = await readAtlas(read);
    await expect(atlas.points({ layer: 7, head: 0 })).rejects.toThrow(
      new RangeError("Expected a head of this atlas: “L0H0”, “L0H1”, “L1H0”, and 1 more; received “L7H0”."),
    );
    await expect(atlas.coordinates(head, { method: "tsne", dim: 2 })).rejects.toThrow(
      "Expected a map of this atlas: “pca2”, “pca3”, “umap2”, and 1 more; received “tsne2”.",
    );
    await expect(atlas.layer("L2", umap2)).rejects.toThrow("Expected a layer of this atlas: “L0”, “L1”;");
    await expect(atlas.layer("L0", { method: "umap", dim: 3 })).rejects.toThrow("map of a layer");
    await expect(atlas.tokens("encoder")).rejects.toThrow("tower of this atlas: none; received “encoder”");
    expect(() => atlas.patches("encoder")).toThrow(RangeError);
  });
});

describe("an atlas of several towers", () => {
  // Two sequences: in each the encoder's tokens answer, the decoder's ask.
  const tokens = (texts: readonly string[], starts: readonly number[], split?: readonly number[]): unknown =>
    encodeTokens({
      tokens: texts,
      starts: Uint32Array.from(starts),
      ...(split ? { split: Uint32Array.from(split) } : {}),
      special: new Uint8Array(texts.length),
      sequenceLabels: new Map(),
      tokenLabels: new Map(),
    });
  const cross = { tower: "cross", layer: 0, head: 0 };
  const files: Record<string, unknown> = {
    "manifest.json": TOWERS_MANIFEST,
    "tokens-encoder.json": tokens(["a", "b", "c"], [0, 2, 3]),
    "tokens-cross.json": tokens(["a", "b", "x", "c", "y"], [0, 3, 5], [2, 4]),
    // Queries x and y, then keys a, b and c.
    "heads/cross-L0H0/umap2.json": encodeCoordinates(Float32Array.of(-1, 0, 1, 0, -1, -1, 0, 0, 1, 1), 2),
    "heads/cross-L0H0/points.json": encodePoints({
      norms: Float32Array.of(1, 2, 3, 4, 5),
      distortion: new Map(),
    }),
    "heads/cross-L0H0/attention.json": encodeAttention(Float32Array.of(0.25, 0.75, 1)),
  };
  const read = (path: string): Promise<string> => Promise.resolve(JSON.stringify(files[path]));

  it("reads each head with the tokens of its tower", async () => {
    const atlas = await readAtlas(read);
    expect((await atlas.tokens("encoder")).vocab).toEqual(["a", "b", "c"]);
    const { x } = await atlas.coordinates(cross, umap2);
    // Five queries, of which the decoder's are there, then five keys, of which the encoder's are.
    const isThere = [...x].map((place) => !Number.isNaN(place));
    expect(isThere).toEqual([false, false, true, false, true, true, true, false, true, false]);
    const { norms } = await atlas.points(cross);
    expect([norms[2], norms[4], norms[5], norms[6], norms[8]].map((norm) => Math.round(norm ?? 0))).toEqual([
      1, 2, 3, 4, 5,
    ]);
    const attention = await atlas.attention(cross);
    const weights = [attention.weight(0, 0, 0), attention.weight(0, 0, 1), attention.weight(1, 0, 0)];
    expect(weights.map((w) => Number(w.toFixed(2)))).toEqual([0.25, 0.75, 1]);
  });

  it("has no tokens without a tower", async () => {
    const atlas = await readAtlas(read);
    await expect(atlas.tokens()).rejects.toThrow(
      "Expected a tower of this atlas: “encoder”, “cross”; received none.",
    );
    expect(atlas.patches("cross")).toBeNull();
  });
});
