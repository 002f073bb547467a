/** Stage 1, first half: reads `content/` into the list of atlases to build. */
import { readdir } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import type { z } from "zod";
import { SLUG, type AtlasId } from "#atlas/address.ts";
import {
  datasetConfigSchema,
  modelConfigSchema,
  type DatasetConfig,
  type ModelConfig,
} from "#atlas/config.schema.ts";
import { ConfigError, describeProblem, UserError } from "../errors.ts";
import { parseModelSource, type ModelSource } from "./model-source.ts";
import { readYaml } from "./read-yaml.ts";

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

export interface Content {
  readonly atlases: readonly AtlasConfig[];
  /** One error per broken file; the atlases that do not need it are still there. */
  readonly errors: readonly UserError[];
  /** Whether files name this atlas, be it switched off or broken: it has an input, or will have it again. */
  readonly isNamed: (id: AtlasId) => boolean;
}

/** Which of the atlases to build; undefined means all that are switched on. A model that is named is built even if it is off. */
export interface Selection {
  readonly models?: readonly string[];
  readonly dataset?: string;
}

/**
 * @param root Folder that holds `models/` and `datasets/`.
 * @throws {ConfigError} if the selection names something that is not there.
 */
export async function loadContent(root: string, selection: Selection = {}): Promise<Content> {
  const models = await readFolder(root, "models", modelConfigSchema);
  const datasets = await readFolder(root, "datasets", datasetConfigSchema);
  const known = [...models.entries.keys(), ...models.broken];
  for (const wanted of selection.models ?? []) {
    if (!known.includes(wanted)) throw unknownName(`model "${wanted}"`, `${root}/models`, known);
  }
  const errors = [...models.errors, ...datasets.errors];
  const atlases: AtlasConfig[] = [];
  for (const [slug, model] of models.entries) {
    if (selection.models?.length ? !selection.models.includes(slug) : !model.enabled) continue;
    for (const name of model.datasets) {
      if (selection.dataset !== undefined && name !== selection.dataset) continue;
      const dataset = datasets.entries.get(name);
      if (dataset) atlases.push(atlasConfig(root, { model: slug, dataset: name }, model, dataset));
      else if (!datasets.broken.includes(name)) {
        const where = `${root}/models/${slug}.yaml, datasets`;
        errors.push(unknownName(`dataset "${name}"`, where, [...datasets.entries.keys()]));
      }
    }
  }
  if (atlases.length === 0 && errors.length === 0 && selection.dataset !== undefined) {
    throw unknownName(`dataset "${selection.dataset}"`, `${root}/datasets`, [...datasets.entries.keys()]);
  }
  const isNamed = ({ model, dataset }: AtlasId): boolean => {
    if (!datasets.entries.has(dataset) && !datasets.broken.includes(dataset)) return false;
    return models.broken.includes(model) || (models.entries.get(model)?.datasets.includes(dataset) ?? false);
  };
  return { atlases, errors, isNamed };
}

interface Folder<Entry> {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly broken: readonly string[];
  readonly errors: readonly UserError[];
}

async function readFolder<Schema extends z.ZodType>(
  root: string,
  folder: string,
  schema: Schema,
): Promise<Folder<z.infer<Schema>>> {
  const entries = new Map<string, z.infer<Schema>>();
  const broken: string[] = [];
  const errors: UserError[] = [];
  const files = (await readdir(join(root, folder))).filter((file) => file.endsWith(".yaml")).sort();
  for (const file of files) {
    const slug = file.slice(0, -".yaml".length);
    const where = `${root}/${folder}/${file}`;
    try {
      if (!SLUG.test(slug)) throw badSlug(where, slug);
      entries.set(slug, await readYaml(join(root, folder, file), where, schema));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      broken.push(slug);
      errors.push(error);
    }
  }
  return { entries, broken, errors };
}

function atlasConfig(root: string, id: AtlasId, model: ModelConfig, dataset: DatasetConfig): AtlasConfig {
  const { tokenizer, targetTokenizer } = model.inputs;
  return {
    id,
    modelFile: `${root}/models/${id.model}.yaml`,
    datasetFile: `${root}/datasets/${id.dataset}.yaml`,
    model,
    dataset,
    source: parseModelSource(model.source, root),
    ...(tokenizer === undefined ? {} : { tokenizerSource: parseModelSource(tokenizer, root) }),
    ...(targetTokenizer === undefined
      ? {}
      : { targetTokenizerSource: parseModelSource(targetTokenizer, root) }),
    datasetSource: isAbsolute(dataset.source) ? dataset.source : resolve(root, "datasets", dataset.source),
  };
}

function badSlug(where: string, slug: string): ConfigError {
  return new ConfigError(
    describeProblem({
      what: "the file name becomes part of addresses",
      where,
      expected: "lower-case letters, digits and - . _",
      received: `"${slug}"`,
      cure: "Rename the file.",
    }),
  );
}

function unknownName(what: string, where: string, known: readonly string[]): ConfigError {
  return new ConfigError(
    describeProblem({
      what: `${what} is not there`,
      where,
      expected: `one of ${known.join(", ")}`,
      received: what,
    }),
  );
}
