import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { openInput } from "#pipeline/inputs/open-input.ts";
import {
  hubCheckpoint,
  pictureCompanions,
  soundCompanions,
  STORIES,
  textCompanions,
} from "../../../helpers/hub-checkpoint.ts";
import { mockSettings, startMockHub } from "../../../helpers/mock-hub.ts";
import { contentRoot } from "../../../helpers/run-build.ts";

/** A small model of each preset's architecture, and how many blocks of attention its dataset shows, by tower. */
const PRESETS: Readonly<
  Record<string, readonly [fixture: string, blocks: Readonly<Record<string, number>>]>
> = {
  "all-minilm-l6-v2": ["bert/bare", { "": 2 }],
  "bert-base-uncased": ["bert/hub-names", { "": 2 }],
  "clip-vit-base-patch32": ["clip/clip", { vision: 3 }],
  "clip-vit-base-patch32-text": ["clip/clip", { text: 2 }],
  "deit-tiny": ["vit/deit", { "": 2 }],
  "dinov2-small": ["vit/dinov2", { "": 2 }],
  "distilbert-base-uncased": ["bert/distilbert", { "": 2 }],
  distilgpt2: ["gpt2/distilgpt2", { "": 2 }],
  "flan-t5-small": ["t5/gated", { encoder: 2, decoder: 3, cross: 3 }],
  gpt2: ["gpt2/hub-names", { "": 2 }],
  "pythia-70m": ["gpt2/pythia", { "": 2 }],
  "qwen2.5-0.5b": ["llama/qwen2-tied", { "": 3 }],
  "qwen3-0.6b": ["llama/qwen3", { "": 3 }],
  "roberta-base": ["bert/roberta", { "": 2 }],
  "smollm2-135m": ["llama/tied", { "": 3 }],
  "tinyllama-1.1b": ["llama/grouped", { "": 3 }],
  "vit-base-patch16-224": ["vit/classifier", { "": 2 }],
  "vit-base-patch32-224-in21k": ["vit/in21k", { "": 2 }],
  "whisper-tiny": ["whisper/plain", { encoder: 3 }],
};

async function datasets(): Promise<Record<string, Uint8Array | string>> {
  const files: Record<string, Uint8Array | string> = {
    ...STORIES,
    "datasets/scenes.yaml": "name: Scenes\nkind: images\nsource: ./scenes\n",
    "datasets/sounds.yaml": "name: Sounds\nkind: audio\nsource: ./sounds\n",
  };
  for (let i = 0; i < 2; i++) {
    const create = { width: 12, height: 12, channels: 3, background: { r: 90 * i, g: 60, b: 10 } } as const;
    files[`datasets/scenes/${i}.png`] = await sharp({ create }).png().toBuffer();
  }
  const [sound = ""] = (await readdir("content/datasets/sounds")).filter((name) => name.endsWith(".wav"));
  files["datasets/sounds/a.wav"] = await readFile(join("content/datasets/sounds", sound));
  return files;
}

describe("a prepared model of the hub", () => {
  it("is among those that are tried here", async () => {
    const { atlases } = await loadContent("content", { models: ["*"] });
    const fromHub = atlases.filter(
      ({ source, model }) => source.kind === "hub" && model.checkpoint === undefined,
    );
    expect([...new Set(fromHub.map(({ id }) => id.model))].sort()).toEqual(Object.keys(PRESETS).sort());
  });

  it.each(Object.entries(PRESETS))(
    "%s is fetched and opened for its dataset",
    async (preset, [fixture, blocks]) => {
      const checkpoint = await hubCheckpoint(fixture);
      const root = await contentRoot({
        [`models/${preset}.yaml`]: await readFile(`content/models/${preset}.yaml`),
        ...(await datasets()),
      });
      const { atlases } = await loadContent(join(root, "content"), { models: [preset] });
      const atlas = atlases[0]!;
      if (atlas.source.kind !== "hub") throw new Error(`${preset} is no model of the hub.`);
      const beside = { ...textCompanions(), ...pictureCompanions(fixture === "vit/in21k" ? 15 : 12) };
      const sound = atlas.dataset.kind === "audio" ? soundCompanions() : {};
      const hub = await startMockHub(atlas.source.repo, { ...checkpoint, ...beside, ...sound });
      const resolved = await resolveModel(atlas, { hub: mockSettings(hub, root) });
      const { model, streams } = await openInput(atlas, resolved);
      const counts: Record<string, number> = {};
      for (const { tower = "" } of model.blocks) counts[tower] = (counts[tower] ?? 0) + 1;
      expect(counts).toEqual(blocks);
      for (const { sequences } of streams.values()) expect(sequences.length).toBeGreaterThan(0);
      await model.release();
    },
  );
});
