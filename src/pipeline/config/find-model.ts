/** Where the model is that `content/models` describes, by its name. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, describeProblem } from "../errors.ts";
import type { ModelFiles } from "../onnx/open-model.ts";
import { loadContent } from "./load-content.ts";
import { resolveModel } from "./resolve-model.ts";

/** @throws {ConfigError} if there is no such path and no such model. */
export async function findModel(contentFolder: string, name: string): Promise<string | ModelFiles> {
  const isKnown = existsSync(join(contentFolder, "models", `${name}.yaml`));
  const content = isKnown ? await loadContent(contentFolder, { models: [name] }) : undefined;
  const [atlas] = content?.atlases ?? [];
  if (atlas === undefined) {
    throw (
      content?.errors[0] ??
      new ConfigError(
        describeProblem({
          what: "there is no such model",
          where: name,
          expected: "a folder, an .onnx file, or the name of a file in content/models",
          received: "nothing of that name",
        }),
      )
    );
  }
  const { folder, onnxPaths } = await resolveModel(atlas);
  const [only] = onnxPaths;
  if (atlas.model.file === undefined && atlas.source.kind !== "file") return folder;
  return only !== undefined && onnxPaths.length === 1 ? only : { folder, files: onnxPaths };
}
