/** Models whose source brings its own sentences: each has one dataset, which is described in the model's file. */
import {
  datasetConfigSchema,
  ownDatasetSchema,
  type DatasetConfig,
  type ModelConfig,
} from "#atlas/config.schema.ts";
import { bringsDataset } from "#atlas/tokens/source-text.ts";
import type { ContentFolder, Entry } from "../content-folder.ts";

export interface OwnDataset extends Entry<DatasetConfig> {
  /** Its name in addresses. */
  readonly slug: string;
}

export interface ModelsWithDatasets extends ContentFolder<ModelConfig> {
  /** By the names of the models. */
  readonly own: ReadonlyMap<string, OwnDataset>;
}

export function withOwnDatasets(models: ContentFolder<ModelConfig>): ModelsWithDatasets {
  const own = new Map<string, OwnDataset>();
  const entries = new Map<string, Entry<ModelConfig>>();
  for (const [name, { file, config }] of models.entries) {
    if (bringsDataset(config.source)) own.set(name, ownDataset(file, config));
    const slug = own.get(name)?.slug;
    entries.set(name, { file, config: slug === undefined ? config : { ...config, datasets: [slug] } });
  }
  return { ...models, entries, own };
}

/** Sequences are shown whole, for a part of one has another pattern. */
function ownDataset(file: string, { source, license, dataset }: ModelConfig): OwnDataset {
  const { slug, limit, ...described } = dataset ?? ownDatasetSchema.parse({});
  const config: DatasetConfig = {
    ...datasetConfigSchema.parse({ name: described.name, kind: "text", source: "." }),
    ...described,
    license: described.license ?? license,
    source,
  };
  return {
    slug,
    file: `${file}, dataset`,
    config: { ...config, limit: { ...config.limit, ...limit, window: "cut" } },
  };
}
