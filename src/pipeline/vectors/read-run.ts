/** Reads what files of vectors say, and meets all of their mistakes at once. */
import type { Numbers } from "../arrays/array.ts";
import { modelMistakes, type Problem } from "../errors.ts";
import { lengthsOf } from "../inputs/encoded-dataset.ts";
import { excerpt } from "../shown-value.ts";
import { described, isShape, isWhole, type ArrayReader } from "./array-reader.ts";
import { isVectorName, LABEL_PREFIXES, VECTOR_ARRAYS } from "./layout.ts";
import type { OpenArrays } from "./open-arrays.ts";
import { readLabelArrays } from "./read-label-arrays.ts";
import { readLayers } from "./read-layers.ts";
import type { VectorRun } from "./vector-run.ts";

/** A text longer than this is no token. */
const MOST_LETTERS = 100_000;

/** @throws {ModelError} with all mistakes: missing and unknown arrays, wrong types and shapes, impossible values. */
export function readRun(path: string, open: OpenArrays): VectorRun {
  const problems: Problem[] = [];
  const reader: ArrayReader = {
    get: (name) => open.arrays.get(name),
    where: open.where,
    refuse: (name, what, expected, received, cure) => {
      problems.push({ what, where: open.where(name), expected, received, ...(cure ? { cure } : {}) });
    },
  };
  for (const name of open.arrays.keys())
    if (!isVectorName(name))
      reader.refuse(
        name,
        "the array has an unknown name",
        [...Object.values(VECTOR_ARRAYS), "q.0, k.0 …", ...Object.values(LABEL_PREFIXES)].join(", "),
        excerpt(name),
        `Leave it out, or call it ${LABEL_PREFIXES.token}NAME if it says something of every token.`,
      );
  const tokens = readTokens(reader);
  const starts = tokens && readStarts(reader, tokens.length);
  const isCausal = readTruth(reader, VECTOR_ARRAYS.causal);
  const run = tokens &&
    starts && {
      tokens,
      starts,
      isCausal: isCausal ?? null,
      ids: readIds(reader, tokens),
      isSpecial: readFlags(reader, VECTOR_ARRAYS.special, tokens.length),
      ...readLabelArrays(open, { token: tokens.length, sequence: starts.length - 1 }, reader),
    };
  const layers = readLayers(reader, [...open.arrays.keys()], {
    nTokens: tokens?.length,
    nPairs: starts && lengthsOf(starts).reduce((n, length) => n + length * length, 0),
    isCausal,
  });
  const about = [VECTOR_ARRAYS.model, VECTOR_ARRAYS.revision].map((name) => readText(reader, name));
  if (problems.length > 0) throw modelMistakes(problems);
  if (run === undefined) throw new Error("A run without tokens has no mistake.");
  const warnings = [...origin(about), ...run.warnings];
  return { path, layers, ...run, warnings, close: open.close };
}

function origin([model, revision]: readonly (string | undefined)[]): string[] {
  if (model === undefined) return [];
  return [
    `Queries and keys were captured elsewhere: by their file, from ${model}${revision === undefined ? "" : `, revision ${revision}`}.`,
  ];
}

function readTokens(reader: ArrayReader): readonly string[] | undefined {
  const name = VECTOR_ARRAYS.tokens;
  const array = reader.get(name);
  const cure = "Save them as numpy.array(tokens, dtype=str); in safetensors, as a JSON list in the metadata.";
  if (array?.type !== "text" || array.shape.length !== 1) {
    reader.refuse(
      name,
      array === undefined ? "the tokens are missing" : "the tokens are no list of texts",
      "a text for each token, [tokens]",
      described(array),
      cure,
    );
    return undefined;
  }
  const tokens = array.read();
  if (tokens.length === 0) {
    reader.refuse(name, "there are no tokens", "a text for each token", "none");
    return undefined;
  }
  const long = tokens.findIndex((token) => token.length > MOST_LETTERS);
  if (long >= 0)
    reader.refuse(
      name,
      `token ${long} is too long`,
      `at most ${MOST_LETTERS} characters`,
      String(tokens[long]?.length),
    );
  const odd = tokens.findIndex((token) => !token.isWellFormed());
  if (odd >= 0)
    reader.refuse(name, `token ${odd} holds half of a character`, "text", excerpt(tokens[odd] ?? ""));
  return tokens;
}

function readStarts(reader: ArrayReader, nTokens: number): Uint32Array | undefined {
  const name = VECTOR_ARRAYS.starts;
  const array = reader.get(name);
  const expected = "whole numbers: the index of each sequence's first token";
  if (array === undefined || array.type === "text" || array.shape.length !== 1 || !isWhole(array.type)) {
    const what =
      array === undefined ? "where sequences start is missing" : "these are no starts of sequences";
    reader.refuse(name, what, expected, described(array), "For one sequence, it is [0].");
    return undefined;
  }
  const numbers = Array.from(array.read() as Iterable<number | bigint>, Number);
  // The number of tokens may end the list, as in row pointers of sparse matrices.
  const starts = numbers.at(-1) === nTokens ? numbers : [...numbers, nTokens];
  if (starts[0] !== 0 || starts.length < 2) {
    reader.refuse(name, "the first sequence starts elsewhere", "0", String(numbers[0] ?? "an empty list"));
    return undefined;
  }
  const bad = starts.findIndex((start, i) => i > 0 && !(start > (starts[i - 1] ?? 0)));
  if (bad < 0) return Uint32Array.from(starts);
  reader.refuse(
    name,
    `sequence ${bad - 1} has no tokens`,
    `ascending numbers below ${nTokens}, the number of tokens`,
    `${starts[bad - 1] ?? ""}, then ${bad === numbers.length ? "the end" : (starts[bad] ?? "")}`,
  );
  return undefined;
}

/** Those given; else equal texts have equal ids. */
function readIds(reader: ArrayReader, tokens: readonly string[]): number[] {
  const name = VECTOR_ARRAYS.ids;
  const array = reader.get(name);
  if (array === undefined) {
    const known = new Map<string, number>();
    return tokens.map((token) => {
      const id = known.get(token) ?? known.size;
      known.set(token, id);
      return id;
    });
  }
  if (array.type === "text" || !isWhole(array.type) || !isShape(array, [tokens.length])) {
    reader.refuse(name, "these are no token ids", `whole numbers [${tokens.length}]`, described(array));
    return [];
  }
  const ids = Array.from(array.read() as Iterable<number | bigint>, Number);
  const bad = ids.findIndex((id) => !(id >= 0 && id <= 0xffffffff));
  if (bad >= 0) reader.refuse(name, `token ${bad} has no id`, "0 to 4294967295", String(ids[bad]));
  return ids;
}

function readFlags(reader: ArrayReader, name: string, n: number): boolean[] {
  const array = reader.get(name);
  if (array === undefined) return Array.from({ length: n }, () => false);
  const values = array.type === "text" || !isShape(array, [n]) ? undefined : truths(array.read());
  if (values === undefined)
    reader.refuse(
      name,
      "these are no truth values",
      `true or false for each of ${n} tokens`,
      described(array),
    );
  return values ?? [];
}

function readTruth(reader: ArrayReader, name: string): boolean | undefined {
  const array = reader.get(name);
  if (array === undefined) return undefined;
  const [value] = array.type === "text" || array.nValues !== 1 ? [] : (truths(array.read()) ?? []);
  if (value === undefined) reader.refuse(name, "this is no truth value", "true or false", described(array));
  return value;
}

function truths(values: Numbers): boolean[] | undefined {
  const numbers = Array.from(values as Iterable<number | bigint>, Number);
  return numbers.every((value) => value === 0 || value === 1)
    ? numbers.map((value) => value === 1)
    : undefined;
}

function readText(reader: ArrayReader, name: string): string | undefined {
  const array = reader.get(name);
  if (array === undefined) return undefined;
  const [text] = array.type === "text" && array.nValues === 1 ? array.read() : [];
  const isShort = text !== undefined && text.trim() !== "" && text.length <= 200;
  if (!isShort)
    reader.refuse(name, "this is no name", "one text of at most 200 characters", described(array));
  return text;
}
