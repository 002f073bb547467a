/** Chooses the file through which the weights of a model are read, by the names that savers give to files. */
import type { Problem } from "../errors.ts";

/** What `save_pretrained` writes, in the order in which it is looked for. */
export const [SINGLE, INDEX] = ["model.safetensors", "model.safetensors.index.json"];

/** One part of several, which an index puts together. */
const SHARD = /-(\d{5})-of-(\d{5})\.safetensors$/;
/** Weights that are added to those of another model, and training states beside a model. */
const NO_MODEL = /^(?:adapter|optimizer|training_args|scaler|random_states)/;
const PICKLE =
  /(?:^|\/)(?:pytorch_model|model|consolidated)[\w.-]*\.bin$|\.(?:bin\.index\.json|pt|pth|ckpt|pkl)$/;
const OTHER_FORMAT = /\.(?:h5|msgpack|ot|gguf|ggml|tflite|mlmodel|keras|pb|npz)$/;
const ADAPTER = /(?:^|\/)adapter_(?:config\.json|model\.(?:safetensors|bin))$/;

const SAVE_ANEW =
  "Take a revision or a copy of the model that has safetensors files (the hub often has them as a request: hub:org/name@refs/pr/1), or save it as such with transformers (save_pretrained).";

/** Whether a file is one through which weights are read: a safetensors file, or the index of several. */
export function isWeights(name: string): boolean {
  return /\.safetensors(?:\.index(?:\.[\w-]+)?\.json)?$/i.test(name);
}

/** Whether a file of weights names the files that hold them. */
export function isIndex(name: string): boolean {
  return isWeights(name) && /json$/i.test(name);
}

/**
 * The file through which the weights among these names are read, as transformers chooses it; or the only one, whatever its
 * name. Files in folders below belong to other models: parts of a pipeline, or checkpoints.
 */
export function chooseWeights(names: readonly string[]): string | undefined {
  for (const name of [SINGLE, INDEX]) if (names.includes(name)) return name;
  const own = names.filter((name) => isWeights(name) && !name.includes("/") && !NO_MODEL.test(name));
  const indices = own.filter(isIndex);
  const files = own.filter((name) => !isIndex(name) && isWhole(name));
  const [only] = indices.length > 0 ? indices : files;
  return indices.length > 1 || (indices.length === 0 && files.length > 1) ? undefined : only;
}

/** Not one part of several. */
function isWhole(name: string): boolean {
  const [, , nParts] = SHARD.exec(name) ?? [];
  return nParts === undefined || Number(nParts) === 1;
}

/** Why a file is not one through which weights are read, if it holds one part of several; else undefined. */
export function partOfSeveral(name: string): (Omit<Problem, "where"> & { cure: string }) | undefined {
  if (isWhole(name)) return undefined;
  return {
    what: "this file holds one part of the weights",
    expected: `${INDEX}, which names all parts`,
    received: name,
    cure: "Name the index beside it, or the folder.",
  };
}

/** What there is instead of weights that can be read; undefined if no file looks like weights. @param where Folder or address. */
export function whyNoWeights(names: readonly string[], where: string): Problem | undefined {
  const found = (pattern: RegExp): string[] => names.filter((name) => pattern.test(name)).sort();
  const own = names.filter((name) => isWeights(name) && !name.includes("/") && !NO_MODEL.test(name)).sort();
  const expected = `${SINGLE}, or ${INDEX} with the files that it names`;
  const problem = (what: string, received: readonly string[], cure: string): Problem => ({
    what,
    where,
    expected,
    received: listed(received),
    cure,
  });
  const parts = own.filter((name) => !isWhole(name));
  if (own.length > 0 && own.length === parts.length)
    return problem(
      "the index that puts the weights together is missing",
      parts,
      `Fetch the model again with its ${INDEX}.`,
    );
  if (own.length > 0)
    return problem("there are several files of weights", own, "Name one of them in `file`.");
  const adapters = found(ADAPTER);
  if (adapters.length > 0)
    return problem(
      "these weights only change another model (an adapter, such as LoRA)",
      adapters,
      "Merge them into that model and save the result (merge_and_unload and save_pretrained of peft), or name that model itself.",
    );
  const pickles = found(PICKLE).filter((name) => !name.includes("/"));
  if (pickles.length > 0)
    return problem(
      "these weights are a pickle, which is a program: reading it would run it",
      pickles,
      SAVE_ANEW,
    );
  const others = found(OTHER_FORMAT).filter((name) => !name.includes("/"));
  if (others.length > 0)
    return problem("these weights are in a format that Headland does not read", others, SAVE_ANEW);
  const below = names.filter((name) => isWeights(name) && name.includes("/")).sort();
  if (below.length > 0)
    return problem(
      "the weights lie in folders below the model's",
      below,
      "Name the folder of one of them in `source`; of a repository, download it first, with its config.json.",
    );
  return undefined;
}

const MOST_LISTED = 12;

function listed(names: readonly string[]): string {
  const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : "";
  return `${names.slice(0, MOST_LISTED).join(", ")}${more}`;
}
