/** Determines the tower of each file of a model: by what it reads, then by its name. */
import { basename } from "node:path";
import type { InputName } from "#atlas/input-name.ts";
import { describeInputs, type AuthorNames } from "./feeds/input-roles.ts";
import { GraphIndex } from "./file/graph-index.ts";
import { indexModel } from "./file/index-model.ts";

/** Words of file names, the most telling first: a `vision_encoder` without a decoder is a tower of pictures. */
const WORDS = ["text", "vision", "audio", "encoder", "decoder"] as const;

export interface NamedFile {
  readonly file: string;
  /** Undefined where a model is one file: its towers then have the names that the graph gives them. */
  readonly tower: string | undefined;
}

/**
 * @param files Paths of the files that make one model.
 * @throws {ModelError} if one of several is damaged.
 */
export function nameParts(files: readonly string[], names: AuthorNames = {}): NamedFile[] {
  if (files.length === 1) return files.map((file) => ({ file, tower: undefined }));
  const decoder = files.find((file) => readsHiddenStates(file, namesFor("decoder", names)));
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

/** Of what an author says, what means the inputs of one of two files: those of a decoder have a `decoder_` in front. */
export function namesFor(tower: string | undefined, names: AuthorNames): AuthorNames {
  const entries = Object.entries(names) as [InputName, AuthorNames[InputName]][];
  if (tower === "decoder")
    return Object.fromEntries(
      entries
        .filter(([name]) => !ENCODERS_OWN.has(name))
        .map(([name, said]) => [name.replace(/^decoder_/, ""), said]),
    );
  if (tower === "encoder")
    return Object.fromEntries(entries.filter(([name]) => !/^(de|en)coder_/.test(name)));
  return names;
}

/** What would be said of a decoder with `decoder_` in front. */
const ENCODERS_OWN = new Set<InputName>([
  "input_ids",
  "attention_mask",
  "padding_mask",
  "token_type_ids",
  "position_ids",
  "pixel_values",
  "pixel_mask",
  "input_features",
  "input_values",
]);

/** Whether a file is the decoder of another one. */
function readsHiddenStates(file: string, names: AuthorNames): boolean {
  const model = indexModel(file);
  model.file.close();
  const inputs = describeInputs(new GraphIndex(model), names);
  return inputs.some(({ role }) => role === "encoder_hidden_states");
}
