/** Chooses what a model is opened through: its ONNX files, or the file through which its weights are read. */
import type { ModelConfig } from "#atlas/config.schema.ts";
import { GraphError, ModelError, type Problem } from "../errors.ts";
import { chooseFiles, isGraph } from "../onnx/model-files.ts";
import { chooseWeights, isWeights, SINGLE, whyNoWeights } from "../weights/choose-weights.ts";

export interface ModelEntry {
  /** Paths in the model's folder: ONNX files that make one model, or a safetensors file or the index of several. */
  readonly files: readonly string[];
  /** Whether there are weights to fall back on if the ONNX files are not understood. Not if the author chose. */
  readonly hasWeights: boolean;
}

/** What the author says of it. */
export interface AskedEntry {
  readonly files?: readonly string[];
  readonly weights?: NonNullable<ModelConfig["weights"]>;
}

export function askedEntry({ file, weights }: ModelConfig): AskedEntry {
  return { ...(file === undefined ? {} : { files: [file].flat() }), ...(weights ? { weights } : {}) };
}

/**
 * ONNX files before weights: they may hold what no architecture here does.
 *
 * @param names All files of the model. @returns undefined where there is nothing, or nothing to tell the right one by.
 */
export function chooseEntry(
  names: readonly string[],
  { files, weights }: AskedEntry,
): ModelEntry | undefined {
  if (files !== undefined) return { files, hasWeights: false };
  const graphs = weights === "safetensors" ? undefined : chooseFiles(names);
  const stored = weights === "onnx" ? undefined : chooseWeights(names);
  if (graphs !== undefined) return { files: graphs, hasWeights: stored !== undefined };
  return stored === undefined ? undefined : { files: [stored], hasWeights: false };
}

/** The same atlas, made from the weights of its model. */
export function fromWeights<Atlas extends { readonly model: ModelConfig }>(atlas: Atlas): Atlas {
  return { ...atlas, model: { ...atlas.model, weights: "safetensors" } };
}

/**
 * For what is thrown when ONNX files are read.
 *
 * @throws {GraphError} in place of a ModelError, if the model has weights that can be read instead.
 */
export function orReadWeights({ hasWeights }: Pick<ModelEntry, "hasWeights">): (error: unknown) => never {
  return (error) => {
    if (hasWeights && error instanceof ModelError) throw new GraphError(error.message, { cause: error });
    throw error;
  };
}

/** Whether a model is opened through its weights. */
export function isOfWeights(files: readonly string[]): boolean {
  return files.some(isWeights);
}

/** Whether a file is one that a model may be opened through. */
export function isModelFile(name: string): boolean {
  return isGraph(name) || isWeights(name);
}

const EXPORT =
  "Look for a copy of the model with model.safetensors, for an export under onnx-community, or export it with optimum.";
const MOST_LISTED = 12;

/** Why `chooseEntry` finds nothing. @param holder `the model has` or `the folder holds`. */
export function whyNoEntry(
  names: readonly string[],
  { weights }: AskedEntry,
  holder: string,
): Omit<Problem, "where"> & { readonly key: "source" | "file" } {
  const graphs = names.filter(isGraph);
  const stored = chooseWeights(names);
  if (weights !== "safetensors" && graphs.length > 0)
    return {
      key: "file",
      what: `${holder} several ONNX files`,
      expected: `one of ${graphs.slice(0, MOST_LISTED).join(", ")}, or a list of those that make the model`,
      received: "nothing",
      cure: "Name one of them in `file`.",
    };
  if (weights === "onnx")
    return {
      key: "source",
      what: `${holder} no ONNX file`,
      expected: "onnx/model.onnx or another .onnx file",
      received: stored ?? "none",
      cure: stored === undefined ? EXPORT : `Remove \`weights: onnx\`, and the model is read from ${stored}.`,
    };
  const other =
    chooseFiles(names) === undefined
      ? undefined
      : "Remove `weights: safetensors`, and the ONNX files are read.";
  const why = whyNoWeights(names, holder);
  if (why !== undefined) {
    const { what, expected, received, cure } = why;
    return { key: "source", what, expected, received, cure: other ?? cure ?? EXPORT };
  }
  return {
    key: "source",
    what: `${holder} ${weights === undefined ? "no ONNX file and no weights" : "no weights"}`,
    expected: weights === undefined ? `onnx/model.onnx or ${SINGLE}` : SINGLE,
    received: "none",
    cure: other ?? EXPORT,
  };
}
