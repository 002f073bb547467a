/** Where a model is: the one that `content/models` describes, by its name, or one at a path. */
import { join } from "node:path";
import { isKnownConfig } from "../architectures/read-config.ts";
import { VECTOR_ENDINGS } from "#atlas/tokens/source-text.ts";
import type { Digests } from "../cache/digest-index.ts";
import { ConfigError } from "../errors.ts";
import type { AuthorNames } from "../onnx/feeds/input-roles.ts";
import type { ModelFiles } from "../onnx/open-model.ts";
import type { TreeSource } from "../patterns/tree-files.ts";
import { chooseWeights } from "../weights/choose-weights.ts";
import { isInFolder } from "./content-folder.ts";
import { listFolder } from "./folder.ts";
import { loadContent, type AtlasConfig } from "./load-content.ts";
import { fromWeights, isOfWeights } from "./model-entry.ts";
import { resolveModel } from "./resolve-model.ts";
import { vectorFiles } from "./vectors/vector-files.ts";

export interface FoundModel {
  readonly source: string | ModelFiles;
  /** In place of a model: the files of queries and keys that were captured elsewhere. */
  readonly vectors?: readonly string[];
  /** In place of a model: a HeadVis tree. */
  readonly patterns?: TreeSource;
  /** What its inputs are, where the author says it. */
  readonly names?: AuthorNames;
  /** Finds its weights, fetching them if need be, where they can be read if its ONNX files are not understood. */
  readonly fromWeights?: () => Promise<FoundModel>;
}

/**
 * @param digests What is known of files of the hub's cache; without it all that are needed are read and checked.
 * @throws {ConfigError} if there is no such path and no such model.
 */
export async function findModel(contentFolder: string, name: string, digests?: Digests): Promise<FoundModel> {
  // A checkpoint that a file lists is called after the file.
  const parts = name.split("-");
  const files = parts.map((_, i) => parts.slice(0, i + 1).join("-"));
  let isKnown = false;
  for (const file of files) isKnown ||= await isInFolder(contentFolder, "models", file);
  const content = isKnown ? await loadContent(contentFolder, { models: [name] }) : undefined;
  const atlas = content?.atlases.find(({ id }) => id.model === name);
  if (atlas === undefined) {
    throw (
      content?.errors[0] ??
      new ConfigError({
        what: "there is no such model",
        where: name,
        expected: "a folder, an .onnx, .safetensors or .npz file, or the name of a file in content/models",
        received: "nothing of that name",
      })
    );
  }
  return locate(atlas, digests);
}

/** A file, or a folder: of one that has ONNX files and weights, the weights are found as well. */
export async function modelAt(path: string): Promise<FoundModel> {
  // Weights of a model are in safetensors, too.
  const isVectors = VECTOR_ENDINGS.some((ending) => ending !== ".safetensors" && path.endsWith(ending));
  if (isVectors) return vectorsAt(path, path);
  const names = await listFolder(path, ".");
  const weights = chooseWeights(names);
  const hasWeights = weights !== undefined && (await isKnownConfig(path, names));
  return {
    source: path,
    ...(hasWeights ? { fromWeights: () => Promise.resolve({ source: join(path, weights) }) } : {}),
  };
}

/** @param said As it was typed. @throws {ConfigError} if there are no such files. */
export async function vectorsAt(path: string, said: string): Promise<FoundModel> {
  const { folder, files } = await vectorFiles({ path, said, where: said });
  return { source: folder, vectors: files.map((file) => join(folder, file)) };
}

/** @param said As it was typed. */
export function patternsAt(path: string, said: string, where = said): FoundModel {
  return { source: path, patterns: { path, said, where } };
}

async function locate(atlas: AtlasConfig, digests: Digests | undefined): Promise<FoundModel> {
  if (atlas.source.kind === "headvis")
    return patternsAt(atlas.source.path, atlas.model.source, `${atlas.modelFile}, source`);
  const { folder, modelPaths, isVectors, hasWeights } = await resolveModel(atlas, digests ? { digests } : {});
  if (isVectors) return { source: folder, vectors: modelPaths };
  await digests?.save();
  const [only] = modelPaths;
  const { file, inputs } = atlas.model;
  const more = {
    ...(inputs.names ? { names: inputs.names } : {}),
    ...(hasWeights ? { fromWeights: () => locate(fromWeights(atlas), digests) } : {}),
  };
  const isChosen = file === undefined && atlas.source.kind !== "file";
  if (isChosen && !isOfWeights(modelPaths)) return { source: folder, ...more };
  const source = only !== undefined && modelPaths.length === 1 ? only : { folder, files: modelPaths };
  return { source, ...more };
}
