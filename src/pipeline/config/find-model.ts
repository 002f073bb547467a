/** Where the model is that `content/models` describes, by its name. */
import type { Digests } from "../cache/digest-index.ts";
import { ConfigError } from "../errors.ts";
import type { AuthorNames } from "../onnx/feeds/input-roles.ts";
import type { ModelFiles } from "../onnx/open-model.ts";
import { isInFolder } from "./content-folder.ts";
import { loadContent } from "./load-content.ts";
import { resolveModel } from "./resolve-model.ts";

export interface FoundModel {
  readonly source: string | ModelFiles;
  /** What its inputs are, where the author says it. */
  readonly names?: AuthorNames;
}

/**
 * @param digests What is known of files of the hub's cache; without it all that are needed are read and checked.
 * @throws {ConfigError} if there is no such path and no such model.
 */
export async function findModel(contentFolder: string, name: string, digests?: Digests): Promise<FoundModel> {
  const isKnown = await isInFolder(contentFolder, "models", name);
  const content = isKnown ? await loadContent(contentFolder, { models: [name] }) : undefined;
  const [atlas] = content?.atlases ?? [];
  if (atlas === undefined) {
    throw (
      content?.errors[0] ??
      new ConfigError({
        what: "there is no such model",
        where: name,
        expected: "a folder, an .onnx file, or the name of a file in content/models",
        received: "nothing of that name",
      })
    );
  }
  const { folder, onnxPaths } = await resolveModel(atlas, digests ? { digests } : {});
  await digests?.save();
  const [only] = onnxPaths;
  const { file, inputs } = atlas.model;
  const named = inputs.names ? { names: inputs.names } : {};
  if (file === undefined && atlas.source.kind !== "file") return { source: folder, ...named };
  const source = only !== undefined && onnxPaths.length === 1 ? only : { folder, files: onnxPaths };
  return { source, ...named };
}
