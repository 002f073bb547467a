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
import { withOwnDatasets, type OwnDataset } from "./vectors/own-datasets.ts";
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
  /** Names of all models and datasets, be their files broken or switched off. */
  readonly names: { readonly models: readonly string[]; readonly datasets: readonly string[] };
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
  const { own, ...written } = withOwnDatasets(
    await readContentFolder(root, {
      folder: "models",
      schema: modelConfigSchema,
      expectedName: expectedModelSlug,
    }),
  );
  const models = withCourses(written);
  const datasets = await readContentFolder(root, {
    folder: "datasets",
    schema: datasetConfigSchema,
    expectedName: expectedSlug,
    // A model whose file is broken may bring its own, or need none of them once it is repaired.
    mayBeMissing: own.size === written.entries.size && written.entries.size + written.broken.length > 0,
  });
  const known = { ...datasets, own: [...own.values()].map(({ slug }) => slug) };
  const selected = selectModels(models, selection.models ?? []);
  expectKnown(root, selection, selected, models, known);
  const errors = [...models.errors, ...datasets.errors];
  const atlases: AtlasConfig[] = [];
  for (const [slug, model] of models.entries) {
    if (selection.models?.length ? !selected.names.has(slug) : !model.config.enabled) continue;
    errors.push(...unknownInFile(model, models, datasets, own.get(slug)));
    for (const name of model.config.datasets ?? []) {
      if (selection.dataset !== undefined && name !== selection.dataset) continue;
      const dataset = own.get(slug) ?? datasets.entries.get(name);
      if (dataset) atlases.push(atlasConfig(root, { model: slug, dataset: name }, model, dataset));
    }
  }
  if (atlases.length === 0 && errors.length === 0 && selection.dataset !== undefined)
    throw noneOfDataset(root, selection.dataset, selection.models ?? []);
  const standing = ({ model, dataset }: AtlasId): Standing => {
    if (!namesOf(datasets).includes(dataset) && own.get(model)?.slug !== dataset)
      return isOfBroken(model, models) ? "on" : "unnamed";
    const config = models.entries.get(model)?.config;
    if (config === undefined) return isOfBroken(model, models) ? "on" : "unnamed";
    if (!config.datasets?.includes(dataset)) return "unnamed";
    return config.enabled ? "on" : "off";
  };
  const off = [...models.entries].filter(([, { config }]) => !config.enabled).map(([slug]) => slug);
  return {
    atlases,
    errors,
    warnings: contentWarnings(root, models, datasets),
    standing,
    off: new Set(off),
    names: { models: namesOf(models), datasets: allDatasets(known) },
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

/** Those of files, and those that models bring. */
function allDatasets(datasets: Datasets & { readonly own: readonly string[] }): string[] {
  return [...new Set([...namesOf(datasets), ...datasets.own])].sort();
}

function expectKnown(
  root: string,
  selection: Selection,
  { unknown }: SelectedModels,
  models: Models,
  datasets: Datasets & { readonly own: readonly string[] },
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
  const named = allDatasets(datasets);
  if (dataset !== undefined && !named.includes(dataset))
    problems.push(unknownName(`dataset "${dataset}"`, `${root}/datasets`, named));
  expectNone(problems);
}

/** Every name in a model's file that no file of content/ has. */
function unknownInFile(
  { file, config }: Entry<ModelConfig>,
  models: Models,
  datasets: Datasets,
  own: OwnDataset | undefined,
): UserError[] {
  const known = { models: namesOf(models), datasets: namesOf(datasets) };
  const problems = (config.datasets ?? [])
    .filter((name) => own === undefined && !known.datasets.includes(name))
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
  const source = parseModelSource(model.source, root);
  return {
    id,
    modelFile,
    datasetFile,
    model,
    dataset,
    source,
    ...(tokenizer === undefined ? {} : { tokenizerSource: parseModelSource(tokenizer, root) }),
    ...(targetTokenizer === undefined
      ? {}
      : { targetTokenizerSource: parseModelSource(targetTokenizer, root) }),
    datasetSource:
      source.kind === "vectors" || source.kind === "headvis"
        ? source.path
        : localPath(dataset.source, resolve(root, "datasets")),
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
