/** Stage 1, second half: a model's folder → the files that will be read, and their digest. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { ConfigError, describeProblem } from "../errors.ts";
import type { AtlasConfig } from "./load-content.ts";

/** A model ready to be opened. */
export interface ResolvedModel {
  readonly folder: string;
  readonly onnxPath: string;
  /** `model_type` of config.json; `unknown` where there is none. */
  readonly architecture: string;
  /** sha-256 over the names and contents of all files below. */
  readonly digest: string;
}

/** Where exports put the graph, best first: the plain full-precision one before its derivatives. */
const GRAPH_FILES = [
  "onnx/model.onnx",
  "model.onnx",
  "onnx/encoder_model.onnx",
  "encoder_model.onnx",
  "onnx/decoder_model.onnx",
  "decoder_model.onnx",
  "onnx/model_fp16.onnx",
  "onnx/model_quantized.onnx",
];

/** What else decides how the model sees its input. */
const COMPANIONS = ["config.json", "tokenizer.json", "tokenizer_config.json", "preprocessor_config.json"];

/** @throws {ConfigError} if the folder or its graph file is missing, or `file` points outside the folder. */
export async function resolveModel(atlas: AtlasConfig): Promise<ResolvedModel> {
  const { modelFolder: folder, model } = atlas;
  if (!(await exists(folder))) {
    throw problem(
      atlas,
      "source",
      "the model's folder is missing",
      "a folder in Hugging Face layout",
      model.source,
    );
  }
  const graph = model.file ?? (await firstExisting(folder, GRAPH_FILES));
  if (graph === undefined) {
    throw problem(
      atlas,
      "source",
      "the folder holds no ONNX file",
      `one of ${GRAPH_FILES.slice(0, 2).join(", ")} …`,
      model.source,
    );
  }
  const onnxPath = join(folder, graph);
  if (!(await exists(onnxPath)))
    throw problem(atlas, "file", "the ONNX file is missing", `a file in ${model.source}`, graph);
  if (escapes(folder, onnxPath)) {
    throw problem(
      atlas,
      "file",
      "the ONNX file lies outside the model's folder",
      `a path inside ${model.source}`,
      graph,
    );
  }
  return {
    folder,
    onnxPath,
    architecture: await readArchitecture(folder),
    digest: await digestOf(folder, graph),
  };
}

/** sha-256 over files, each with its name, so that moving content between files changes it. */
export async function digestFiles(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${file}\0${String((await stat(join(folder, file))).size)}\0`);
    await pipeline(createReadStream(join(folder, file)), async (chunks) => {
      for await (const chunk of chunks) hash.update(chunk as Buffer);
    });
  }
  return hash.digest("hex");
}

async function digestOf(folder: string, graph: string): Promise<string> {
  const candidates = [graph, `${graph}_data`, `${graph}.data`, ...COMPANIONS];
  const files: string[] = [];
  for (const file of candidates) if (await exists(join(folder, file))) files.push(file);
  return digestFiles(folder, files);
}

async function readArchitecture(folder: string): Promise<string> {
  const path = join(folder, "config.json");
  if (!(await exists(path))) return "unknown";
  try {
    const config = JSON.parse(await readFile(path, "utf8")) as { model_type?: unknown } | null;
    const type = config?.model_type;
    return typeof type === "string" && /^[\w-]{1,40}$/.test(type) ? type : "unknown";
  } catch (error) {
    // The graph says all that is needed; a damaged config.json costs only the name.
    if (error instanceof SyntaxError) return "unknown";
    throw error;
  }
}

function escapes(folder: string, path: string): boolean {
  // A hub cache links into its own blob store, so only the path as written is judged, not where links lead.
  const inside = relative(folder, path);
  return inside === ".." || inside.startsWith(`..${sep}`);
}

async function firstExisting(folder: string, files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (await exists(join(folder, file))) return file;
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}

function problem(
  atlas: AtlasConfig,
  key: string,
  what: string,
  expected: string,
  received: string,
): ConfigError {
  return new ConfigError(
    describeProblem({ what, where: `${atlas.modelFile}, ${key}`, expected, received: `"${received}"` }),
  );
}
