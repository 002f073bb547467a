/** Lists every file of a model that a build reads, by folder. Exactly these files are digested. */
import { join, posix, relative, sep } from "node:path";
import type { Digests } from "../cache/digest-index.ts";
import { externalFiles } from "../onnx/file/external-files.ts";
import { isWeights } from "../weights/choose-weights.ts";
import { filesOfIndex } from "../weights/weight-files.ts";
import { companionsAmong, companionsOf, type Companion, type Owner } from "./companions.ts";
import type { FileSet } from "./digest-files.ts";
import { isFile } from "./folder.ts";
import type { ResolvedModel } from "./resolve-model.ts";

/** Whose files are read. */
type Folders = Pick<
  ResolvedModel,
  "folder" | "modelPaths" | "isVectors" | "tokenizerFolder" | "targetTokenizerFolder"
>;

/**
 * The files that the model is opened through, those that they name, and its companions; then those of tokenizers that lie
 * elsewhere. A companion that is not there is not listed; weights that are missing are, for the model asks for them.
 *
 * @throws {ModelError} if a graph or an index is damaged or names weights outside of its folder.
 */
export async function filesOfModel(
  { folder, modelPaths, isVectors, tokenizerFolder, targetTokenizerFolder }: Folders,
  digests: Pick<Digests, "fact">,
): Promise<FileSet[]> {
  if (isVectors) return [{ folder, files: modelPaths.map((path) => relative(folder, path)) }];
  const tokenizers = [...new Set([tokenizerFolder, targetTokenizerFolder])];
  const graphs = await graphFiles(folder, modelPaths, digests);
  const own = await companionsIn(folder, tokenizers.includes(folder) ? ["model", "tokenizer"] : ["model"]);
  const sets: FileSet[] = [{ folder, files: [...graphs, ...own] }];
  for (const elsewhere of tokenizers)
    if (elsewhere !== folder)
      sets.push({ folder: elsewhere, files: await companionsIn(elsewhere, ["tokenizer"]) });
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
    const read = isWeights(path) ? filesOfIndex : externalFiles;
    const beside = (await digests.fact(path, "external files", read)) ?? [];
    files.push(graph, ...beside.map((file) => posix.join(posix.dirname(graph), file)));
  }
  // An encoder and its decoder may share a file.
  return [...new Set(files)];
}

async function companionsIn(folder: string, owners: readonly Owner[]): Promise<readonly Companion[]> {
  const found: Companion[] = [];
  for (const name of companionsOf(...owners)) if (await isFile(join(folder, name))) found.push(name);
  return companionsAmong(found, ...owners);
}
