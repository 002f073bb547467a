import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { decodeAttention } from "#atlas/files/attention.ts";
import { decodeCoordinates } from "#atlas/files/coordinates.ts";
import { decodeLayerMaps } from "#atlas/files/layer-maps.ts";
import { manifestSchema } from "#atlas/files/manifest.schema.ts";
import { readManifest } from "#atlas/files/manifest.ts";
import { decodePoints } from "#atlas/files/points.ts";
import type { Maps } from "#atlas/method.ts";
import { decodeTokens } from "#atlas/tokens/tokens.ts";
import { parseView } from "#atlas/view/view-address.ts";
import { decodePicture, type RgbaPicture } from "#pipeline/pack/encode-pictures.ts";
import { averageOutput } from "#pipeline/pack/outputs/average.ts";
import { OUTPUTS } from "#pipeline/pack/outputs/outputs.ts";
import { sheetProjection } from "#viewer/matrix/sheet-choice.ts";
import { writeSyntheticAtlas, type SyntheticOptions } from "../../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const text: SyntheticOptions = {
  model: "m",
  dataset: "d",
  kind: "text",
  nLayers: 2,
  nHeads: 3,
  nSequences: 4,
};
const images: SyntheticOptions = { ...text, kind: "images", nSequences: 2 };

async function json(folder: string, file: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, "m/d", file), "utf8"));
}

describe("packAtlas", () => {
  it("writes files that the readers of the contract take, for every head", async () => {
    const folder = await tempFolder();
    const manifest = await writeSyntheticAtlas(folder, text);
    const { normRange, search, ...written } = manifestSchema.parse(await json(folder, "manifest.json"));
    const { colors, average, ...sheet } = written.sheet;
    expect(average).toBe(true);
    expect(search).toBe(true);
    expect({ ...written, sheet }).toEqual(manifest);
    expect(colors).toEqual([
      "role",
      "norm-all",
      "position",
      "position-mod-5",
      "punctuation",
      "frequency",
      "kind",
    ]);
    const tokens = decodeTokens(await json(folder, "tokens.json"));
    const n = tokens.nTokens * 2;
    const heads = await readdir(join(folder, "m/d/heads"));
    expect(heads.sort()).toEqual(["L0H0", "L0H1", "L0H2", "L1H0", "L1H1", "L1H2"]);
    const norms: number[] = [];
    for (const head of heads) {
      expect(decodeCoordinates(await json(folder, `heads/${head}/tsne3.json`), n).z).toHaveLength(n);
      const points = decodePoints(await json(folder, `heads/${head}/points.json`), n);
      expect([...points.distortion.keys()]).toContain("attention2");
      const own = points.norms;
      expect(own).toHaveLength(n);
      norms.push(...own);
      const attention = decodeAttention(await json(folder, `heads/${head}/attention.json`), tokens.starts);
      expect(attention.weight(0, 0, 0)).toBe(1);
    }
    expect(normRange?.min).toBeCloseTo(Math.min(...norms), 4);
    expect(normRange?.max).toBeCloseTo(Math.max(...norms), 4);
  });

  it("draws a sheet per method with a cell per head, and a thumbnail of the first map", async () => {
    const folder = await tempFolder();
    await writeSyntheticAtlas(folder, text);
    for (const method of ["attention2", "umap2", "tsne2", "pca2"]) {
      const sheet = await sharp(join(folder, `m/d/sheet-${method}.webp`)).metadata();
      expect([sheet.width, sheet.height]).toEqual([3 * 336, 2 * 336]);
    }
    const thumbnail = await sharp(join(folder, "m/d/heads/L1H2/attention2.webp")).metadata();
    expect([thumbnail.width, thumbnail.height, thumbnail.hasAlpha]).toEqual([480, 480, true]);
  });

  it.each<Maps>([
    { methods: ["pca", "attention"], dims: [3, 2] },
    { methods: ["tsne", "umap"], dims: [3] },
    { methods: ["umap", "pca"], dims: [2] },
    { methods: ["attention"], dims: [2, 3] },
  ])("draws what a page asks for before its map, and nothing else: $methods in $dims", async (maps) => {
    const folder = await tempFolder();
    await writeSyntheticAtlas(folder, { ...text, nLayers: 1, nHeads: 1, maps });
    const manifest = readManifest(await json(folder, "manifest.json"));
    const head = { layer: 0, head: 0 };
    const files = await readdir(join(folder, "m/d"), { recursive: true });
    const drawn = files.filter((file) => file.startsWith("heads/") && file.endsWith(".webp"));
    // The address of the first visit carries nothing: the page shows the default, as the picture did before it.
    const opens = parseView("", manifest);
    expect(drawn.toSorted()).toEqual([headFiles.thumbnail(head, opens), headFiles.average(head)].toSorted());
    expect(files).toContain(headFiles.coordinates(head, opens));
    const sheets = manifest.methods.map((method) => sheetProjection(manifest, { method }));
    expect(new Set(sheets.map(({ dim }) => dim))).toEqual(new Set([opens.dim]));
    for (const sheet of sheets) {
      expect(files).toContain(atlasFiles.sheet(sheet));
      expect(files).toContain(atlasFiles.smallSheet(sheet));
      expect(files).toContain(atlasFiles.layer("L0", sheet));
    }
    expect(files.filter((file) => file.endsWith(".half.webp"))).toHaveLength(sheets.length);
  });

  it("draws the same points in every color of the sheets, each in its own", async () => {
    const folder = await tempFolder();
    await writeSyntheticAtlas(folder, images);
    const { sheet } = manifestSchema.parse(await json(folder, "manifest.json"));
    const shapes = new Set<string>();
    const pictures = new Set<string>();
    for (const color of sheet.colors ?? []) {
      const file = join(folder, `m/d/sheet-umap2${color === "role" ? "" : `-${color}`}.webp`);
      const { data } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      // Lossy compression moves the edges a little; what is inked stays.
      const inked = data.filter((_, at) => at % 4 === 3).map((alpha) => (alpha > 128 ? 1 : 0));
      shapes.add(String(Math.round(inked.reduce((sum, one) => sum + one, 0) / 500)));
      pictures.add(data.toString("base64"));
    }
    expect(sheet.colors).toEqual(["role", "norm-all", "patch", "row", "column", "label", "objectCover"]);
    expect(pictures.size).toBe(7);
    expect(shapes.size).toBeLessThanOrEqual(2);
  });

  it("has a sheet of half the size for simple screens, and a file of maps per layer", async () => {
    const folder = await tempFolder();
    const { dataset } = await writeSyntheticAtlas(folder, text);
    const half = await sharp(join(folder, "m/d/sheet-pca2.half.webp")).metadata();
    expect([half.width, half.height]).toEqual([3 * 168, 2 * 168]);
    const n = dataset.nTokens * 2;
    const maps = decodeLayerMaps(await json(folder, "layers/L1/pca2.json"), n);
    const fine = decodeCoordinates(await json(folder, "heads/L1H2/pca2.json"), n);
    expect(maps).toHaveLength(3);
    const differences = fine.x.map((x, point) => Math.abs(x - ((maps[2]?.x[point] ?? 0) / 255) * 2 + 1));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1 / 255 + 1e-6);
  });

  it("draws the average pattern of every head, and a sheet of all in which each cell is whole", async () => {
    const folder = await tempFolder();
    await writeSyntheticAtlas(folder, images);
    const one = await decodePicture(await readFile(join(folder, "m/d/heads/L1H2/average.webp")));
    expect([one.widthPx, one.heightPx]).toEqual([65, 65]);
    const sheet = await decodePicture(await readFile(join(folder, "m/d/sheet-average.webp")));
    // Cells of 336 pixels hold 65 positions five times.
    expect([sheet.widthPx, sheet.heightPx]).toEqual([3 * 325, 2 * 325]);
    const alpha = ({ rgba, widthPx }: RgbaPicture, x: number, y: number): number =>
      rgba[(y * widthPx + x) * 4 + 3]!;
    for (const [x, y] of [
      [0, 0],
      [64, 64],
      [3, 40],
    ] as const)
      expect(alpha(sheet, 2 * 325 + x * 5 + 2, 325 + y * 5 + 2)).toBe(alpha(one, x, y));
  });

  it("says that there are no averages where no output draws them", async () => {
    const folder = await tempFolder();
    const others = OUTPUTS.filter((output) => output !== averageOutput);
    await writeSyntheticAtlas(
      folder,
      { ...text, nLayers: 1, nHeads: 1, maps: { methods: ["pca"], dims: [2] } },
      others,
    );
    expect(manifestSchema.parse(await json(folder, "manifest.json")).sheet.average).toBeUndefined();
    expect(await readdir(join(folder, "m/d"))).not.toContain(atlasFiles.averageSheet);
  });

  it("lays the patches of all pictures out in one sprite sheet", async () => {
    const folder = await tempFolder();
    const { patches } = await writeSyntheticAtlas(folder, images);
    const sheet = await sharp(join(folder, "m/d/patches.webp")).metadata();
    expect(sheet.width).toBe((patches?.sheetColumns ?? 0) * 16);
    expect(sheet.height).toBe((patches?.sheetRows ?? 0) * 16);
  });

  it("writes the same bytes for the same input", async () => {
    const [first, second] = [await tempFolder(), await tempFolder()];
    await writeSyntheticAtlas(first, images);
    await writeSyntheticAtlas(second, images);
    const files = (await readdir(first, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(50);
    for (const entry of files) {
      const path = join(entry.parentPath, entry.name);
      expect(await readFile(path.replace(first, second)), path).toEqual(await readFile(path));
    }
  });
});
