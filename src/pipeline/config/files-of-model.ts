/** Every file that a build reads of a model, by folder: what is digested is what is read. */
import { join, posix, relative, sep } from "node:path";
import type { Digests } from "../cache/digest-index.ts";
import { externalFiles } from "../onnx/external-files.ts";
import { companionsOf, type Companion, type Owner } from "./companions.ts";
import type { FileSet } from "./digest-files.ts";
import { isFile } from "./folder.ts";
import type { ResolvedModel } from "./resolve-model.ts";

/**
 * The model's graphs, the weights that they name in other files, and its companions; then those of a tokenizer that lies
 * elsewhere. A companion that is not there is not listed; weights that are missing are, for the graph asks for them.
 *
 * @throws {ModelError} if a graph is damaged or names weights outside of its folder.
 */
export async function filesOfModel(
  { folder, onnxPaths, tokenizerFolder }: Pick<ResolvedModel, "folder" | "onnxPaths" | "tokenizerFolder">,
  digests: Pick<Digests, "fact">,
): Promise<FileSet[]> {
  const isElsewhere = tokenizerFolder !== folder;
  const graphs = await graphFiles(folder, onnxPaths, digests);
  const own = await companionsIn(folder, isElsewhere ? ["model"] : ["model", "tokenizer"]);
  const sets: FileSet[] = [{ folder, files: [...graphs, ...own] }];
  if (isElsewhere)
    sets.push({ folder: tokenizerFolder, files: await companionsIn(tokenizerFolder, ["tokenizer"]) });
  return sets;
}

async function graphFiles(
  folder: string,
  paths: readonly string[],
  digests: Pick<Digests, "fact">,
): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const graph = relative(folder, path).replaceAll(sep, "/");
    const beside = (await digests.fact(path, "external files", externalFiles)) ?? [];
    files.push(graph, ...beside.map((file) => posix.join(posix.dirname(graph), file)));
  }
  // An encoder and its decoder may share a file.
  return [...new Set(files)];
}

async function companionsIn(folder: string, owners: readonly Owner[]): Promise<Companion[]> {
  const found: Companion[] = [];
  for (const name of companionsOf(...owners)) if (await isFile(join(folder, name))) found.push(name);
  return found;
}
