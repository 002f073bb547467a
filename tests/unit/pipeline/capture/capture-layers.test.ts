/** Layers that are captured apart give the bytes and the report of a capture of the whole model. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatLayer } from "#atlas/files/layer-maps.ts";
import { captureLayers, joinLayers, type LayerReport } from "#pipeline/capture/capture-layers.ts";
import { capture } from "#pipeline/capture/capture.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { openInput } from "#pipeline/inputs/open-input.ts";
import { firstBlocks } from "#pipeline/onnx/open-model.ts";
import { writeLayeredContent } from "../../../helpers/layered-content.ts";
import { contentRoot } from "../../../helpers/run-build.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

const TEXTS = ["the river and the tree sees a small house", "the tree", "a house and a river and a tree"];

/** Captures whole, and layer by layer in reverse order. */
async function expectSame(content: string): Promise<void> {
  const { atlases, errors } = await loadContent(content);
  const [atlas] = atlases;
  if (!atlas) throw new Error(errors.map(({ message }) => message).join("\n"));
  const resolved = await resolveModel(atlas);
  const { model, streams } = await openInput(atlas, resolved);
  try {
    const whole = await capture(model, streams, await tempFolder(), { modelFolder: resolved.folder });
    const layers: LayerReport[] = [];
    for (const name of model.blocks.map(formatLayer).reverse()) {
      const asked = { layers: [name], seesAll: false };
      layers.push(...(await captureLayers(model, streams, await tempFolder(), asked)).layers);
    }
    // Checksums of all files are part of the report.
    expect(await joinLayers(model, layers, resolved.folder)).toEqual(whole);
  } finally {
    await model.release();
  }
}

describe("layers that are captured apart", () => {
  it("give what the whole model gives", { timeout: 120_000 }, async () => {
    const root = await tempFolder();
    await writeLayeredContent(root);
    await expectSame(root);
  });

  it.runIf(hasZoo).each(["gpt2-nopast", "bert", "bert-fused", "llama", "bloom", "bart"])(
    "give what the whole export gives: %s (skipped without ../shared/zoo)",
    { timeout: 120_000 },
    async (name) => {
      const source = join(process.cwd(), zooFile(name, ""));
      const root = await contentRoot({
        "models/m.yaml": `name: M\nsource: ${source}\ndatasets: [d]\n`,
        "datasets/d.yaml": "name: D\nkind: text\nsource: ./d.jsonl\n",
        "datasets/d.jsonl": TEXTS.map((text) => JSON.stringify({ text, target: text })).join("\n"),
      });
      await expectSame(join(root, "content"));
    },
  );

  it(
    "look at all others only where they are asked to, and keep nothing of them",
    { timeout: 120_000 },
    async () => {
      const root = await tempFolder();
      await writeLayeredContent(root);
      const [atlas] = (await loadContent(root)).atlases;
      const { model, streams } = await openInput(atlas!, await resolveModel(atlas!));
      try {
        expect(firstBlocks(model, 1).blocks).toHaveLength(2);
        expect(firstBlocks(model, 3)).toBe(model);
        const folder = await tempFolder();
        const asked = { layers: ["L1"], seesAll: true };
        const { heads, layers } = await captureLayers(model, streams, folder, asked);
        expect(heads).toHaveLength(12);
        expect(layers.map(({ layer }) => layer)).toEqual(["L1"]);
        expect((await readFile(join(folder, "L1H0.q"))).length).toBeGreaterThan(0);
        await expect(readFile(join(folder, "L0H0.q"))).rejects.toThrow("ENOENT");
      } finally {
        await model.release();
      }
    },
  );
});
