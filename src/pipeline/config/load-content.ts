/** Stage 1, first half: reads `content/` into the list of atlases to build. */
import { resolve } from "node:path";
import type { AtlasId } from "#atlas/address.ts";
import {
  datasetConfigSchema,
  modelConfigSchema,
  type DatasetConfig,
  type ModelConfig,
} from "#atlas/config.schema.ts";
import { expectedModelSlug, expectedSlug } from "#atlas/slug.ts";
import { ConfigError, describeProblem, expectNone, mistakesError, type UserError } from "../errors.ts";
import { withCourses, type Courses } from "./checkpoint-course.ts";
import { readContentFolder, type ContentFolder, type Entry } from "./content-folder.ts";
import { contentWarnings } from "./content-warnings.ts";
import { localPath } from "./local-path.ts";
import { parseModelSource, type ModelSource } from "./model-source.ts";
import { selectModels, type SelectedModels } from "./select-models.ts";

/** One atlas an author asked for. */
export interface AtlasConfig {
  readonly id: AtlasId;
  /** Files as messages name them. */
  readonly modelFile: string;
  readonly datasetFile: string;
  readonly model: ModelConfig;
  readonly dataset: DatasetConfig;
  readonly source: ModelSource;
  /** Where the model's tokenizer is, if not beside it. */
  readonly tokenizerSource?: ModelSource;
  /** Where the tokenizer of its decoder is, if that has one of its own. */
  readonly targetTokenizerSource?: ModelSource;
  /** Absolute path of the dataset's file or folder. */
  readonly datasetSource: string;
}

/** What files say of an atlas: nothing; that its model is switched off; or that it is wanted, even if a file is broken. */
export type Standing = "unnamed" | "off" | "on";

export interface Content {
  readonly atlases: readonly AtlasConfig[];
  /** One error per broken file; the atlases that do not need it are still there. */
  readonly errors: readonly UserError[];
  /** What is in the folders to no effect. */
  readonly warnings: readonly string[];
  readonly standing: (id: AtlasId) => Standing;
  /** Models whose files switch them off. */
  readonly off: ReadonlySet<string>;
  /** Models that the selection names. */
  readonly selected: ReadonlySet<string>;
}

/**
 * Which of the atlases to build; undefined means all that are switched on. A model that is named is built even if it is off,
 * with the checkpoints that its file lists; `*` in a name stands for any letters.
 */
export interface Selection {
  readonly models?: readonly string[];
  readonly dataset?: string;
}

type Models = Courses;
type Datasets = ContentFolder<DatasetConfig>;

/**
 * @param root Folder that holds `models/` and `datasets/`.
 * @throws {ConfigError} if a folder is missing or empty, or the selection names something that is not there.
 */
export async function loadContent(root: string, selection: Selection = {}): Promise<Content> {
  const models = withCourses(
    await readContentFolder(root, {
      folder: "models",
      schema: modelConfigSchema,
      expectedName: expectedModelSlug,
    }),
  );
  const datasets = await readContentFolder(root, {
    folder: "datasets",
    schema: datasetConfigSchema,
    expectedName: expectedSlug,
  });
  const selected = selectModels(models, selection.models ?? []);
  expectKnown(root, selection, selected, models, datasets);
  const errors = [...models.errors, ...datasets.errors];
  const atlases: AtlasConfig[] = [];
  for (const [slug, model] of models.entries) {
    if (selection.models?.length ? !selected.names.has(slug) : !model.config.enabled) continue;
    errors.push(...unknownInFile(model, models, datasets));
    for (const name of model.config.datasets) {
      if (selection.dataset !== undefined && name !== selection.dataset) continue;
      const dataset = datasets.entries.get(name);
      if (dataset) atlases.push(atlasConfig(root, { model: slug, dataset: name }, model, dataset));
    }
  }
  if (atlases.length === 0 && errors.length === 0 && selection.dataset !== undefined)
    throw noneOfDataset(root, selection.dataset, selection.models ?? []);
  const standing = ({ model, dataset }: AtlasId): Standing => {
    if (!namesOf(datasets).includes(dataset)) return "unnamed";
    const config = models.entries.get(model)?.config;
    if (config === undefined) return isOfBroken(model, models) ? "on" : "unnamed";
    if (!config.datasets.includes(dataset)) return "unnamed";
    return config.enabled ? "on" : "off";
  };
  const off = [...models.entries].filter(([, { config }]) => !config.enabled).map(([slug]) => slug);
  return {
    atlases,
    errors,
    warnings: contentWarnings(root, models, datasets),
    standing,
    off: new Set(off),
    selected: selected.names,
  };
}

/** A broken file may list checkpoints, which are called after it. */
function isOfBroken(model: string, { broken }: Models): boolean {
  return broken.some((name) => model === name || model.startsWith(`${name}-`));
}

/** Names there are, be their files broken. */
function namesOf({ entries, broken }: Models | Datasets): string[] {
  return [...entries.keys(), ...broken].sort();
}

function expectKnown(
  root: string,
  selection: Selection,
  { unknown }: SelectedModels,
  models: Models,
  datasets: Datasets,
): void {
  const known = namesOf(models);
  if (known.length === 0) {
    throw new ConfigError({
      what: "there is no model to show",
      where: `${root}/models`,
      expected: "a .yaml file for each",
      received: models.others.join(", ") || "an empty folder",
      cure: "The guide “Show your own model” explains how to add one.",
    });
  }
  const problems = unknown.map((name) => unknownName(`model "${name}"`, `${root}/models`, known));
  const { dataset } = selection;
  if (dataset !== undefined && !namesOf(datasets).includes(dataset))
    problems.push(unknownName(`dataset "${dataset}"`, `${root}/datasets`, namesOf(datasets)));
  expectNone(problems);
}

/** Every name in a model's file that no file of content/ has. */
function unknownInFile(
  { file, config }: Entry<ModelConfig>,
  models: Models,
  datasets: Datasets,
): UserError[] {
  const known = { models: namesOf(models), datasets: namesOf(datasets) };
  const problems = config.datasets
    .filter((name) => !known.datasets.includes(name))
    .map((name) => unknownName(`dataset "${name}"`, `${file}, datasets`, known.datasets));
  const of = config.checkpoint?.of;
  if (of !== undefined && !known.models.includes(of))
    problems.push(unknownName(`model "${of}"`, `${file}, checkpoint.of`, known.models));
  return problems.length === 0 ? [] : [mistakesError(problems)];
}

function atlasConfig(
  root: string,
  id: AtlasId,
  { file: modelFile, config: model }: Entry<ModelConfig>,
  { file: datasetFile, config: dataset }: Entry<DatasetConfig>,
): AtlasConfig {
  const { tokenizer, targetTokenizer } = model.inputs;
  return {
    id,
    modelFile,
    datasetFile,
    model,
    dataset,
    source: parseModelSource(model.source, root),
    ...(tokenizer === undefined ? {} : { tokenizerSource: parseModelSource(tokenizer, root) }),
    ...(targetTokenizer === undefined
      ? {}
      : { targetTokenizerSource: parseModelSource(targetTokenizer, root) }),
    datasetSource: localPath(dataset.source, resolve(root, "datasets")),
  };
}

function noneOfDataset(root: string, dataset: string, models: readonly string[]): ConfigError {
  return new ConfigError({
    what: `no model shows the dataset "${dataset}"`,
    where: `${root}/models`,
    expected: "a model that lists it under datasets",
    received: models.length > 0 ? models.join(", ") : "those that are switched on",
    cure: `Add ${dataset} to the datasets of a model, or name one that lists it.`,
  });
}

function unknownName(what: string, where: string, known: readonly string[]): string {
  const expected = `one of ${known.join(", ") || "the names in an empty folder"}`;
  return describeProblem({ what: `${what} is not there`, where, expected, received: what });
}
