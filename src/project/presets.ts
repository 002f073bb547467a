/** The prepared models: a new project can start with any of them. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";

/** Below Headland's own folder and below a project's. */
const MODELS = "content/models";
const DATASETS = "content/datasets";

export interface Preset {
  /** The name of its file, e.g. `gpt2`. */
  readonly name: string;
  /** The text of its file, switched on and without the comments about its preparation. */
  readonly yaml: string;
  /** The files and folders of Headland that a project needs for it: its dataset, and its weights if they are small. */
  readonly paths: readonly string[];
}

interface ModelFile {
  readonly source: string;
  readonly datasets: readonly string[];
  readonly checkpoint?: unknown;
}

/** @param root Headland's own folder. @returns Sorted. Checkpoints are left out, because they are of no use alone. */
export async function presetNames(root: string): Promise<string[]> {
  const files = (await readdir(join(root, MODELS))).filter((file) => file.endsWith(".yaml")).sort();
  const names: string[] = [];
  for (const file of files)
    if (readModel(await readFile(join(root, MODELS, file), "utf8")).checkpoint === undefined)
      names.push(file.replace(/\.yaml$/, ""));
  return names;
}

/** @param name One of `presetNames`. */
export async function readPreset(root: string, name: string): Promise<Preset> {
  const text = await readFile(join(root, MODELS, `${name}.yaml`), "utf8");
  const { source, datasets } = readModel(text);
  // One dataset is enough to start; the first one suits the model best.
  const [dataset = ""] = datasets;
  const yaml = text
    .split("\n")
    .filter((line) => !/^(?:#|enabled:)/.test(line))
    .join("\n")
    .replace(/^datasets: .*$/m, `datasets: [${dataset}]`);
  const weights = source.startsWith("./") ? [join("content", source)] : [];
  return { name, yaml, paths: [...(await datasetPaths(root, dataset)), ...weights] };
}

async function datasetPaths(root: string, dataset: string): Promise<string[]> {
  const file = join(DATASETS, `${dataset}.yaml`);
  const { source } = load(await readFile(join(root, file), "utf8")) as { source: string };
  return [file, join(DATASETS, source)];
}

function readModel(text: string): ModelFile {
  return load(text) as ModelFile;
}
