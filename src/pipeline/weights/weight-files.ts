/** The weights of a model in Hugging Face layout: one safetensors file, or several that an index puts together. */
import { basename, dirname, join } from "node:path";
import { decodeText } from "../config/decode-text.ts";
import { isFile } from "../config/folder.ts";
import { readRegularFile } from "../config/regular-file.ts";
import { ModelError, modelMistakes, type Problem } from "../errors.ts";
import { ByteFile } from "../onnx/file/byte-file.ts";
import { HEAD_BYTES, standIn } from "../problems/stand-in.ts";
import { excerpt, shownValue } from "../shown-value.ts";
import { isIndex, isWeights, partOfSeveral } from "./choose-weights.ts";
import { repeatedKey } from "./repeated-key.ts";
import { MOST_TENSORS, readSafetensors, type StoredTensor } from "./safetensors.ts";

export interface Weight extends StoredTensor {
  /** The file that holds it, as a path. */
  readonly path: string;
  /** The stored tensor, where the saver left this one out because both are the same. */
  readonly sameAs?: string;
}

const MOST_INDEX_BYTES = 100_000_000;
const CURE = "Fetch the model again; if it stays like this, its publisher has to repair it.";

/**
 * Finds all tensors of a model; reads headers only.
 *
 * @param entry Path of a safetensors file, e.g. `model.safetensors`, or of an index of several, which lie beside it.
 * @returns By name. @throws {ModelError} if a file is missing or damaged, or the files do not hold what the index says.
 */
export async function findWeights(entry: string): Promise<ReadonlyMap<string, Weight>> {
  if (!(await isFile(entry)))
    throw modelMistakes([missing(entry, "a safetensors file, or the index of several")]);
  const part = partOfSeveral(basename(entry));
  if (part !== undefined) throw new ModelError({ ...part, where: entry });
  return isIndex(entry) ? indexedWeights(entry) : weightsOf(entry);
}

/**
 * Names of the files beside an entry that hold its tensors, sorted; none where it holds them itself.
 *
 * @throws {ModelError} if it is an index that cannot be read, or that leads out of its folder.
 */
export async function filesOfIndex(entry: string): Promise<string[]> {
  return isIndex(entry) ? [...new Set((await readIndex(entry)).values())].sort() : [];
}

function weightsOf(path: string): Map<string, Weight> {
  const file = new ByteFile(path);
  try {
    const { tensors, metadata } = readSafetensors(file);
    const weights = new Map<string, Weight>();
    for (const [name, tensor] of tensors) weights.set(name, { ...tensor, path });
    // `save_model` of safetensors stores tied weights once, under the name that comes first, and notes the others.
    for (const [name, sameAs] of Object.entries(metadata)) {
      const tensor = tensors.get(sameAs);
      if (tensor !== undefined && !tensors.has(name)) weights.set(name, { ...tensor, path, sameAs });
    }
    return weights;
  } finally {
    file.close();
  }
}

async function indexedWeights(indexPath: string): Promise<ReadonlyMap<string, Weight>> {
  const fileOf = await readIndex(indexPath);
  const problems: Problem[] = [];
  const weights = new Map<string, Weight>();
  for (const name of [...new Set(fileOf.values())].sort()) {
    const path = join(dirname(indexPath), name);
    if (!(await isFile(path))) {
      problems.push(missing(path, `${name}, which the index names`));
      continue;
    }
    for (const [tensor, weight] of weightsOf(path)) {
      const named = fileOf.get(tensor);
      const isNoted = weight.sameAs !== undefined;
      if (named === name || (isNoted && named === undefined)) weights.set(tensor, weight);
      else
        problems.push({
          what: "a tensor is in another file than the index says",
          where: `${path}, ${tensor}`,
          expected: named ?? "no such tensor in the model",
          received: name,
          cure: CURE,
        });
    }
  }
  for (const [tensor, name] of fileOf)
    if (problems.length === 0 && !weights.has(tensor))
      problems.push({
        what: "a tensor is missing",
        where: `${indexPath}, ${tensor}`,
        expected: `the tensor in ${name}`,
        received: "a file without it",
        cure: CURE,
      });
  if (problems.length > 0) throw modelMistakes(problems);
  return weights;
}

/** @returns The file of each tensor, as the index says. */
async function readIndex(path: string): Promise<ReadonlyMap<string, string>> {
  const bytes = await readRegularFile(path);
  const refuse = (what: string, expected: string, received: string): ModelError =>
    new ModelError({ what, where: path, expected, received, cure: CURE });
  if (bytes.length > MOST_INDEX_BYTES)
    throw refuse("the index is too long", `at most ${MOST_INDEX_BYTES} bytes`, `${bytes.length}`);
  const other = standIn(bytes.subarray(0, HEAD_BYTES));
  if (other !== undefined)
    throw new ModelError({ ...other, where: path, expected: "the index of several safetensors files" });
  const text = decodeText(bytes, path);
  const { weight_map: map } = (parsed(text) ?? {}) as { weight_map?: unknown };
  if (typeof map !== "object" || map === null || Array.isArray(map))
    throw refuse(
      "the index cannot be read",
      "JSON with the file of each tensor in weight_map",
      excerpt(text),
    );
  const nTensors = Object.keys(map).length;
  if (nTensors > MOST_TENSORS)
    throw refuse("the index names too many tensors", `at most ${MOST_TENSORS}`, String(nTensors));
  const twice = repeatedKey(text);
  if (twice !== undefined) throw refuse("a name stands twice in the index", "each name once", excerpt(twice));
  const entries = Object.entries(map as Record<string, unknown>);
  const wrong = entries.filter(([, name]) => !isFileName(name));
  if (wrong.length > 0)
    throw modelMistakes(
      wrong.map(([tensor, name]) => ({
        what: "a tensor is in no file of this folder",
        where: `${path}, weight_map, ${tensor}`,
        expected: "the name of a .safetensors file beside the index",
        received: shownValue(name),
        cure: CURE,
      })),
    );
  if (entries.length === 0) throw refuse("the index names no tensor", "at least one tensor", "none");
  return new Map(entries as [string, string][]);
}

/** A name with a folder in it could lead anywhere. */
function isFileName(name: unknown): boolean {
  return (
    typeof name === "string" &&
    isWeights(name) &&
    !isIndex(name) &&
    /^[^/\\:\0]+$/.test(name) &&
    !name.startsWith(".")
  );
}

function missing(where: string, expected: string): Problem {
  return { what: "a file of weights is missing", where, expected, received: "no file", cure: CURE };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
