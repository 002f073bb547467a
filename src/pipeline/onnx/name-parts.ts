/** Which tower each file of a model is: by what it reads, then by its name. */
import { basename } from "node:path";
import { skimModel } from "./skim-model.ts";

/** Words of file names, the most telling first: a `vision_encoder` without a decoder is a tower of pictures. */
const WORDS = ["text", "vision", "audio", "encoder", "decoder"] as const;

/** What a decoder takes from its encoder, rather than from outside. */
export const HIDDEN_STATES = "encoder_hidden_states";

export interface NamedFile {
  readonly file: string;
  /** Undefined where a model is one file: its towers then have the names that the graph gives them. */
  readonly tower: string | undefined;
}

/**
 * @param files Paths of the files that make one model.
 * @throws {ModelError} if one of several is damaged.
 */
export function nameParts(files: readonly string[]): NamedFile[] {
  if (files.length === 1) return files.map((file) => ({ file, tower: undefined }));
  const decoder = files.find(readsHiddenStates);
  const used = new Set<string>();
  return files.map((file) => {
    const word = decoder === undefined ? wordOf(file) : file === decoder ? "decoder" : "encoder";
    let tower = word;
    for (let number = 2; used.has(tower); number++) tower = `${word}${number}`;
    used.add(tower);
    return { file, tower };
  });
}

function wordOf(file: string): string {
  const words = basename(file, ".onnx")
    .toLowerCase()
    .split(/[^a-z]+/);
  return WORDS.find((word) => words.includes(word)) ?? "tower";
}

/** Whether a file is the decoder of another one. */
function readsHiddenStates(file: string): boolean {
  const model = skimModel(file);
  model.file.close();
  return model.inputs.some(({ name }) => name === HIDDEN_STATES);
}
