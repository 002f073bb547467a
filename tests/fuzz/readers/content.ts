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
import { DATASET_YAML, JSON_LINES, MODEL_YAML } from "../seeds.ts";

const FILES = {
  models: ["models/tiny.yaml", MODEL_YAML],
  datasets: ["datasets/lines.yaml", DATASET_YAML],
} as const;

function yamlReader(folder: keyof typeof FILES): FuzzReader {
  const [file, text] = FILES[folder];
  return {
    name: `${folder}-yaml`,
    what: `content/${folder}/*.yaml`,
    cases: 10_000,
    fewCases: 120,
    open: async (root) => {
      for (const each of ["models", "datasets"]) mkdirSync(join(root, each));
      await writeTinyModel(join(root, "weights/tiny"));
      writeFileSync(join(root, "datasets/lines.jsonl"), JSON_LINES);
      for (const [path, content] of Object.values(FILES)) writeFileSync(join(root, path), content);
      writeFileSync(join(root, "models/big.yaml"), "name: Big\nsource: ./weights/tiny\ndatasets: [lines]\n");
      const hub = { ...hubSettings({ HF_HUB_CACHE: join(root, "hub") }, true) };
      return {
        tryOne: async (random) => {
          writeFileSync(join(root, file), mutate(Buffer.from(text), "text", random));
          const { atlases, errors } = await loadContent(root);
          throwFirst(errors);
          for (const atlas of atlases) {
            await resolveModel(atlas, { hub });
            await filesOfDataset(atlas);
          }
        },
      };
    },
  };
}

export const modelsYaml = yamlReader("models");
export const datasetsYaml = yamlReader("datasets");
