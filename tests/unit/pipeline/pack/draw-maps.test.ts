import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { atlasFolder } from "#atlas/address.ts";
import { decodeCoordinates } from "#atlas/files/coordinates.ts";
import { decodeLayerMaps } from "#atlas/files/layer-maps.ts";
import { manifestOf as towerManifest, type Manifest } from "#atlas/files/manifest.ts";
import { decodeTokens } from "#atlas/tokens/tokens.ts";
import { drawMaps, mapTasks } from "#pipeline/pack/draw-maps.ts";
import { layerMapsOutput } from "#pipeline/pack/outputs/layer-maps.ts";
import { outputsOf, type MapTask, type SheetTable } from "#pipeline/pack/outputs/output.ts";
import { OUTPUTS } from "#pipeline/pack/outputs/outputs.ts";
import { sheetColors, sheetsOutput } from "#pipeline/pack/outputs/sheets.ts";
import { sheetShape } from "#pipeline/pack/sheet-shape.ts";
import { writeSyntheticAtlas } from "../../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { manifestOf, TEXT } from "../../../helpers/tiny-tables.ts";

const tiny = manifestOf(TEXT);
const NOTHING = new Map<string, undefined>();

function tableOf(manifest: Manifest): SheetTable {
  return { manifest, tower: undefined, tokens: TEXT, patchColors: null };
}

function tasksOf(nLayers: number, nHeads: number): MapTask[] {
  const towers = [{ heads: new Array<number>(nLayers).fill(nHeads) }];
  const manifest: Manifest = { ...tiny, towers, methods: ["umap", "pca"], sheet: sheetShape(towers) };
  return mapTasks({ manifest, tables: [tableOf(manifest)], explained: NOTHING, folder: "" });
}

describe("the tasks of all sheets", () => {
  it("are one per map where heads are few", () => {
    const tasks = tasksOf(4, 4);
    expect(tasks.map(({ projection }) => projection.method)).toEqual(["umap", "pca"]);
    for (const { colors } of tasks)
      expect(colors).toEqual(sheetColors({ manifest: tiny, tables: [tableOf(tiny)], explained: NOTHING }));
  });

  it.each([
    [12, 12],
    [48, 64],
  ])("of %i × %i heads hold no more than memory should, and every color once", (nLayers, nHeads) => {
    const tasks = tasksOf(nLayers, nHeads);
    for (const { manifest, colors } of tasks) {
      const { cellPx, columns, rows } = manifest.sheet;
      expect(colors.length).toBeGreaterThan(0);
      expect(colors.length * cellPx ** 2 * columns * rows * 4).toBeLessThanOrEqual(2 ** 27);
    }
    for (const method of ["umap", "pca"]) {
      const drawn = tasks.filter(({ projection }) => projection.method === method);
      expect(drawn.flatMap(({ colors }) => colors)).toEqual(
        sheetColors({ manifest: tiny, tables: [tableOf(tiny)], explained: NOTHING }),
      );
    }
  });
});

it("the files of layers are made once per map, and only where all heads read the same tokens", () => {
  const both = mapTasks({
    manifest: { ...tiny, sheet: sheetShape([{ heads: [1] }]) },
    tables: [tableOf(tiny), tableOf(tiny)],
    explained: NOTHING,
    folder: "",
  });
  const [layers] = outputsOf([layerMapsOutput], "map");
  expect(both.map((task) => layers?.begin(task))).toEqual(both.map(() => null));
  const large = tasksOf(48, 64);
  const made = large.filter((task) => layers?.begin(task) !== null);
  expect(made.map(({ projection }) => projection.method)).toEqual(["umap", "pca"]);
  expect(large.length).toBeGreaterThan(made.length);
});

describe("drawMaps", () => {
  async function firstTask(): Promise<{ readonly folder: string; readonly task: MapTask }> {
    const root = await tempFolder();
    const size = { kind: "text", nLayers: 2, nHeads: 2, nSequences: 3 } as const;
    const manifest = await writeSyntheticAtlas(root, { model: "m", dataset: "d", ...size });
    const folder = join(root, atlasFolder({ model: "m", dataset: "d" }));
    const json = async (file: string): Promise<unknown> =>
      JSON.parse(await readFile(join(folder, file), "utf8"));
    const { normRange } = (await json("manifest.json")) as Manifest;
    const measured = towerManifest({ ...manifest, ...(normRange ? { normRange } : {}) }, undefined);
    const tokens = decodeTokens(await json("tokens.json"));
    const tables = [{ manifest: measured, tower: undefined, tokens, patchColors: null }];
    const [task] = mapTasks({ manifest: measured, tables, explained: NOTHING, folder });
    return { folder, task: task! };
  }

  it("draws a color alone as it draws it among others", async () => {
    const { folder, task } = await firstTask();
    const together = new Map(await drawMaps(task, [sheetsOutput]));
    expect([...together.keys()]).toContain("sheet-attention2.half.webp");
    for (const color of task.colors) {
      for (const [file, picture] of await drawMaps({ ...task, colors: [color] }, [sheetsOutput])) {
        expect(together.get(file), file).toEqual(picture);
        expect(await readFile(join(folder, file)), file).toEqual(picture);
        together.delete(file);
      }
    }
    expect([...together.keys()]).toEqual([]);
  });

  it("draws each head in the color in which its page opens, on a sheet and as a picture of its own", async () => {
    const { task, folder } = await firstTask();
    const { manifest, tables } = task;
    const explained = new Map([["L0H1", { attention2: [{ color: "position", share: 0.9 }] }]]);
    const [own] = mapTasks({ manifest, tables, folder, explained });
    expect(own?.colors.slice(0, 2)).toEqual(["role", "auto"]);
    const drawn = new Map(await drawMaps({ ...own!, colors: ["role", "auto", "position"] }, OUTPUTS));
    expect([...drawn.keys()]).toContain("sheet-attention2-auto.half.webp");
    const cellOf = async (file: string, column: number): Promise<Buffer> => {
      const { cellPx } = manifest.sheet;
      const place = { left: column * cellPx, top: 0, width: cellPx, height: cellPx };
      return sharp(drawn.get(file)).extract(place).flatten({ background: "white" }).raw().toBuffer();
    };
    /** Mean difference of two cells: the encoding loses a little. */
    const difference = async (a: Promise<Buffer>, b: Promise<Buffer>): Promise<number> => {
      const [one, other] = [await a, await b];
      return one.reduce((sum, value, at) => sum + Math.abs(value - other[at]!), 0) / one.length;
    };
    const [auto, role, position] = ["-auto", "", "-position"].map((color) => `sheet-attention2${color}.webp`);
    expect(await difference(cellOf(auto!, 0), cellOf(role!, 0))).toBeLessThan(0.5);
    expect(await difference(cellOf(auto!, 1), cellOf(position!, 1))).toBeLessThan(0.5);
    expect(await difference(cellOf(auto!, 1), cellOf(role!, 1))).toBeGreaterThan(0.9);
    const plain = (head: string): Promise<Buffer> => readFile(join(folder, `heads/${head}/attention2.webp`));
    expect(drawn.get("heads/L0H0/attention2.webp")).toEqual(await plain("L0H0"));
    expect(drawn.get("heads/L0H1/attention2.webp")).not.toEqual(await plain("L0H1"));
  });

  it("draws in colors of lengths, which differ from head to head", async () => {
    const { task, folder } = await firstTask();
    const { manifest, tables } = task;
    const explained = new Map([["L1H0", { attention2: [{ color: "norm", share: 0.9 }] }]]);
    const [own] = mapTasks({ manifest, tables, folder, explained });
    const drawn = new Map(await drawMaps({ ...own!, colors: ["auto"] }, OUTPUTS));
    const plain = await readFile(join(folder, "heads/L1H0/attention2.webp"));
    expect(drawn.get("heads/L1H0/attention2.webp")).not.toEqual(plain);
    expect(drawn.get("heads/L1H1/attention2.webp")).toBeDefined();
  });

  it("has no sheet of own colors where no head has one", () => {
    const all = { manifest: tiny, tables: [tableOf(tiny)] };
    expect(sheetColors({ ...all, explained: NOTHING })).not.toContain("auto");
    const explained = new Map([["L0H0", { umap2: [{ color: "role", share: 0.9 }] }]]);
    expect(sheetColors({ ...all, explained })).not.toContain("auto");
  });

  it("gives the maps of each layer from the places that it draws, in a byte each", async () => {
    const { folder, task } = await firstTask();
    const drawn = new Map(await drawMaps({ ...task, colors: [] }, OUTPUTS));
    const files = [...drawn.keys()];
    expect(files.filter((file) => file.endsWith(".json"))).toEqual([
      "layers/L0/attention2.json",
      "layers/L1/attention2.json",
    ]);
    const n = task.manifest.dataset.nTokens * 2;
    const json = (bytes: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(bytes));
    expect(files.filter((file) => !file.endsWith(".json"))).toEqual(
      ["L0H0", "L0H1", "L1H0", "L1H1"].map((head) => `heads/${head}/attention2.webp`),
    );
    for (const [file, content] of drawn)
      expect(await readFile(join(folder, file)), file).toEqual(Buffer.from(content));
    const [, second] = decodeLayerMaps(json(drawn.get("layers/L1/attention2.json")), n);
    const fine = decodeCoordinates(json(await readFile(join(folder, "heads/L1H1/attention2.json"))), n);
    expect([...second!.x]).toEqual(Array.from(fine.x, (x) => Math.round(((x + 1) / 2) * 255)));
    expect([...second!.y]).toEqual(Array.from(fine.y, (y) => Math.round(((y + 1) / 2) * 255)));
  });
});
