/** Digests the files that a build reads, and checks at the end that they have not changed. */
import type { Digests } from "../cache/digest-index.ts";
import { digestFiles, type DigestedFiles } from "../config/digest-files.ts";
import { filesOfModel } from "../config/files-of-model.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { orReadWeights } from "../config/model-entry.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import { expectNone, type Problem } from "../errors.ts";
import { filesOfDataset } from "./dataset-files.ts";

export interface DigestedInput {
  readonly model: DigestedFiles;
  readonly dataset: DigestedFiles;
}

/** @throws {UserError} if a graph is damaged, or the dataset's folder is missing or empty. */
export async function digestInput(
  atlas: AtlasConfig,
  model: ResolvedModel,
  digests: Digests,
): Promise<DigestedInput> {
  const files = await filesOfModel(model, digests).catch(orReadWeights(model));
  return {
    model: await digestFiles(files, digests),
    // Vectors come with the sentences that they belong to.
    dataset: await digestFiles(model.isVectors ? files : [await filesOfDataset(atlas)], digests),
  };
}

/**
 * If a file changed while it was read, the build may have read neither its old content nor its new one.
 *
 * @throws {ConfigError} naming every file that has changed.
 */
export function expectUnchanged(before: DigestedInput, now: DigestedInput): void {
  expectNone([...changedIn(before.model, now.model), ...changedIn(before.dataset, now.dataset)].map(changed));
}

/** The same for files that are read together. */
export function expectSameFiles(before: DigestedFiles, now: DigestedFiles): void {
  expectNone(changedIn(before, now).map(changed));
}

function changed(where: string): Problem {
  return {
    what: "the file changed while it was read",
    where,
    expected: "the same content during the whole build",
    received: "another one",
    cure: "Wait until the file is complete, and run the same command again.",
  };
}

function changedIn({ contents: before }: DigestedFiles, { contents: now }: DigestedFiles): string[] {
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].filter((path) => before.get(path) !== now.get(path));
}
