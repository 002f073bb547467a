/** What an atlas is made of, and the keys under which its results are kept: digests of everything they depend on. */
import { FORMAT_VERSION } from "#atlas/files/manifest.ts";
import type { Digests } from "../cache/digest-index.ts";
import { cacheKey } from "../cache/store.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { resolveModel, type ResolvedModel, type ResolveOptions } from "../config/resolve-model.ts";
import { datasetWarnings } from "./dataset-files.ts";
import { digestInput, expectUnchanged } from "./digest-input.ts";

/** Numbers of the stages, see `build-atlas.ts`. */
export interface Stages {
  readonly capture: number;
  readonly head: number;
  readonly pack: number;
}

export interface IdentifiedAtlas {
  readonly atlas: AtlasConfig;
  readonly model: ResolvedModel;
  /** What a build says of where its input lies; no part of the atlas. */
  readonly warnings: readonly string[];
  readonly modelDigest: string;
  readonly datasetDigest: string;
  /** What the vectors depend on. */
  readonly inputKey: string;
  /** What the published atlas depends on. */
  readonly buildKey: string;
  readonly digests: Digests;
  /** @throws {ConfigError} if a file that was read has changed since. */
  readonly expectSame: () => Promise<void>;
}

/** @throws {UserError} if the model or the dataset is missing, or has mistakes. */
export async function identifyAtlas(
  stages: Stages,
  atlas: AtlasConfig,
  options: ResolveOptions & { readonly digests: Digests },
): Promise<IdentifiedAtlas> {
  const { digests } = options;
  const model = await resolveModel(atlas, options);
  const input = await digestInput(atlas, model, digests);
  await digests.save();
  const [modelDigest, datasetDigest] = [input.model.digest, input.dataset.digest];
  const { limit, projection, ...shown } = atlas.dataset;
  const { special, inputs } = atlas.model;
  const { capture } = stages;
  const inputKey = cacheKey(capture, modelDigest, datasetDigest, limit, special, inputs, projection.seed);
  // Whether a model is on or off says nothing about its atlas.
  const modelConfig = { ...atlas.model, enabled: undefined };
  const buildKey = cacheKey(stages, FORMAT_VERSION, inputKey, projection, modelConfig, shown, model.revision);
  return {
    atlas,
    model,
    warnings: [...model.warnings, ...(await datasetWarnings(atlas))],
    modelDigest,
    datasetDigest,
    inputKey,
    buildKey,
    digests,
    expectSame: async () => expectUnchanged(input, await digestInput(atlas, model, digests)),
  };
}
