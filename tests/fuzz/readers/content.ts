/** YAML of models and datasets, as far as where they lead: folders and files are looked for, the hub is never asked. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { hubSettings } from "#pipeline/hub/settings.ts";
import { filesOfDataset } from "#pipeline/inputs/dataset-files.ts";
import { writeTinyModel } from "../../helpers/tiny-model.ts";
import { mutate } from "../mutate.ts";
import { throwFirst, type FuzzReader } from "../reader.ts";
import { COURSE_YAML, DATASET_YAML, JSON_LINES, MODEL_YAML } from "../seeds.ts";

const FILES = {
  models: { "models/tiny.yaml": MODEL_YAML, "models/course.yaml": COURSE_YAML },
  datasets: { "datasets/lines.yaml": DATASET_YAML },
} as const;

function yamlReader(folder: keyof typeof FILES): FuzzReader {
  const seeds = Object.entries(FILES[folder]);
  return {
    name: `${folder}-yaml`,
    what: `content/${folder}/*.yaml`,
    cases: 10_000,
    fewCases: 120,
    open: async (root) => {
      for (const each of ["models", "datasets"]) mkdirSync(join(root, each));
      await writeTinyModel(join(root, "weights/tiny"));
      writeFileSync(join(root, "datasets/lines.jsonl"), JSON_LINES);
      for (const files of Object.values(FILES))
        for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content);
      writeFileSync(join(root, "models/big.yaml"), "name: Big\nsource: ./weights/tiny\ndatasets: [lines]\n");
      const hub = { ...hubSettings({ HF_HUB_CACHE: join(root, "hub") }, true) };
      return {
        tryOne: async (random) => {
          const damaged = seeds[Math.floor(random() * seeds.length)];
          for (const seed of seeds) {
            const [file, text] = seed;
            const bytes = Buffer.from(text);
            writeFileSync(join(root, file), seed === damaged ? mutate(bytes, "text", random) : bytes);
          }
          const { atlases, errors } = await loadContent(root);
          throwFirst(errors);
          for (const atlas of atlases) {
            if (atlas.source.kind !== "hub") await resolveModel(atlas, { hub });
            await filesOfDataset(atlas);
          }
        },
      };
    },
  };
}

export const modelsYaml = yamlReader("models");
export const datasetsYaml = yamlReader("datasets");
