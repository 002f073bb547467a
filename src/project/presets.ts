/** The models that come prepared: a new project can begin with any of them. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";

/** Below Headland's own folder and below a project's. */
const MODELS = "content/models";
const DATASETS = "content/datasets";

export interface Preset {
  /** As its file is called, e.g. `gpt2`. */
  readonly name: string;
  /** Its file, switched on and without the comments on how it came to be. */
  readonly yaml: string;
  /** Paths below Headland's folder that a project needs for it, files and folders: its dataset, and its weights if they are small. */
  readonly paths: readonly string[];
}

interface ModelFile {
  readonly source: string;
  readonly datasets: readonly string[];
  readonly checkpoint?: unknown;
}

/** @param root Headland's own folder. @returns Sorted; models that are one step of another's training are no beginning. */
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
  // One dataset is a beginning; the first is the one that suits it best.
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
