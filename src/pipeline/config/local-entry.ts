/** Finds what a model in a folder of this machine is opened through. */
import { basename, join, relative, sep } from "node:path";
import { ConfigError } from "../errors.ts";
import { isWeights, partOfSeveral } from "../weights/choose-weights.ts";
import { weightsBelow } from "../weights/weights-below.ts";
import { exists, listFolder } from "./folder.ts";
import type { AtlasConfig } from "./load-content.ts";
import { askedEntry, chooseEntry, isOfWeights, whyNoEntry, type ModelEntry } from "./model-entry.ts";

/** What the author names, or the best that the folder has. @throws {ConfigError} naming all files that are not there. */
export async function localEntry(atlas: AtlasConfig, folder: string): Promise<ModelEntry> {
  const { source } = atlas.model;
  const asked = askedEntry(atlas.model);
  const names = asked.files ?? [...(await listFolder(folder, "onnx")), ...(await listFolder(folder, "."))];
  const entry = chooseEntry(names, asked);
  if (entry === undefined) {
    const { key, what, expected, received, cure } = whyNoEntry(
      [...names, ...weightsBelow(folder)],
      asked,
      "the folder holds",
    );
    throw sourceProblem(atlas, key, what, expected, received === "none" ? source : received, cure);
  }
  const problems: ConfigError[] = [];
  for (const name of asked.files ?? []) {
    const path = join(folder, name);
    if (!(await exists(path)))
      problems.push(
        sourceProblem(atlas, "file", `the ${kindOf([name])} is missing`, `a file in ${source}`, name),
      );
    else if (escapes(folder, path)) {
      const what = `the ${kindOf([name])} lies outside the model's folder`;
      problems.push(sourceProblem(atlas, "file", what, `a path inside ${source}`, name));
    }
  }
  const [first] = problems;
  if (first && problems.length > 1) throw new ConfigError(problems.map(({ message }) => message).join("\n"));
  if (first) throw first;
  return entry;
}

/** @throws {ConfigError} if `file`, `source` and `weights` name different things. */
export function expectAgreement(atlas: AtlasConfig): void {
  const { weights } = atlas.model;
  const named = atlas.source.kind === "file" ? [atlas.source.path] : (askedEntry(atlas.model).files ?? []);
  const key = atlas.source.kind === "file" ? "source" : "file";
  if (named.length === 0) return;
  if (isOfWeights(named) && named.length > 1)
    throw sourceProblem(
      atlas,
      key,
      "weights are read through one file",
      "model.safetensors, or model.safetensors.index.json for several",
      named.join(", "),
    );
  const deep = key === "file" ? named.find((name) => isOfWeights([name]) && /[/\\]/.test(name)) : undefined;
  if (deep !== undefined)
    throw sourceProblem(
      atlas,
      key,
      "weights lie beside their config.json",
      "a file in the source's own folder",
      deep,
      "Name that folder in `source`; of a repository, download it first.",
    );
  const [part] = named.flatMap((path) => (isWeights(path) ? (partOfSeveral(basename(path)) ?? []) : []));
  if (part !== undefined) {
    const { what, expected, received, cure } = part;
    throw sourceProblem(atlas, key, what, expected, received, cure);
  }
  const areWeights = isOfWeights(named);
  if (weights === undefined || (weights === "safetensors") === areWeights) return;
  throw sourceProblem(
    atlas,
    "weights",
    `this contradicts \`${key}\``,
    areWeights ? "safetensors, or no key weights" : "onnx, or no key weights",
    weights,
  );
}

/** How messages call such files. */
export function kindOf(files: readonly string[]): string {
  return isOfWeights(files) ? "file of weights" : "ONNX file";
}

function escapes(folder: string, path: string): boolean {
  // A hub cache links into its own blob store, so only the path as written is judged, not where links lead.
  const inside = relative(folder, path);
  return inside === ".." || inside.startsWith(`..${sep}`);
}

export function sourceProblem(
  atlas: AtlasConfig,
  key: string,
  what: string,
  expected: string,
  received: string,
  cure?: string,
): ConfigError {
  const where = `${atlas.modelFile}, ${key}`;
  return new ConfigError({
    what,
    where,
    expected,
    received: `"${received}"`,
    ...(cure === undefined ? {} : { cure }),
  });
}
