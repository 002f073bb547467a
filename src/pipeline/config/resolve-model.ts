/** Stage 1, second half: a model's source → the folders and graphs that will be read. */
import { stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { ConfigError } from "../errors.ts";
import type { Digests } from "../cache/digest-index.ts";
import { fetchModel, type FetchProgress } from "../hub/fetch-model.ts";
import { hubSettings, type HubSettings } from "../hub/settings.ts";
import { chooseFiles, isGraph } from "../onnx/model-files.ts";
import { readCompanionObject } from "./companions.ts";
import { exists, isFile, listFolder } from "./folder.ts";
import type { AtlasConfig } from "./load-content.ts";
import { cureOfMissing } from "./local-path.ts";
import type { ModelSource } from "./model-source.ts";
import { specialKind } from "./regular-file.ts";

/** A model ready to be opened. */
export interface ResolvedModel {
  readonly folder: string;
  /** Its graph: one file, or several that make one model, e.g. an encoder and a decoder. */
  readonly onnxPaths: readonly string[];
  /** Where tokenizer.json is; the model's own folder unless the author says otherwise. */
  readonly tokenizerFolder: string;
  /** Where that of the decoder's texts is: the same unless the author says otherwise. */
  readonly targetTokenizerFolder: string;
  /** `model_type` of config.json; `unknown` where there is none. */
  readonly architecture: string;
  /** Hub only: the commit that the revision meant, where it is known. */
  readonly revision: string | null;
  /** Warnings about the origin of the files. */
  readonly warnings: readonly string[];
}

export interface ResolveOptions {
  /** From the environment if not given. */
  readonly hub?: HubSettings;
  /** What is known of files of the hub's cache; without it all that are needed are read and checked. */
  readonly digests?: Pick<Digests, "content" | "fact">;
  readonly signal?: AbortSignal;
  readonly onDownload?: (progress: FetchProgress) => void;
}

/**
 * @throws {ConfigError} if the folder or its graph file is missing, or `file` points outside the folder.
 * @throws {HubError} if the hub does not give what is needed.
 */
export async function resolveModel(atlas: AtlasConfig, options: ResolveOptions = {}): Promise<ResolvedModel> {
  const { source, inputs } = atlas.model;
  const located = await locate(atlas, { source: atlas.source, key: "source", said: source }, options);
  const { folder } = located;
  const graphs = located.graph === undefined ? await graphsIn(atlas, folder) : [located.graph];
  for (const graph of graphs) {
    if (await isFile(join(folder, graph))) continue;
    const what = "the ONNX file cannot be read";
    throw problem(atlas, "source", what, "a file", `${graph}: a folder, or a link to nothing`);
  }
  const locateTokenizer = async (
    key: "tokenizer" | "targetTokenizer",
    from?: ModelSource,
  ): Promise<Located | undefined> =>
    from && locate(atlas, { source: from, key: `inputs.${key}`, said: inputs[key] ?? "" }, options);
  const tokenizer = await locateTokenizer("tokenizer", atlas.tokenizerSource);
  const target = await locateTokenizer("targetTokenizer", atlas.targetTokenizerSource);
  const tokenizerFolder = tokenizer?.folder ?? folder;
  const warnings = [located, tokenizer, target].map((place) => place?.warning);
  return {
    folder,
    onnxPaths: graphs.map((graph) => join(folder, graph)),
    tokenizerFolder,
    targetTokenizerFolder: target?.folder ?? tokenizerFolder,
    architecture: await readArchitecture(folder),
    revision: located.commit,
    warnings: [...new Set(warnings.filter((warning) => warning !== undefined))],
  };
}

interface Located {
  readonly folder: string;
  /** Where the source itself names it. */
  readonly graph?: string;
  readonly commit: string | null;
  readonly warning?: string;
}

/** A source, the key that it stands under, and its words. */
interface Wanted {
  readonly source: ModelSource;
  readonly key: string;
  readonly said: string;
}

async function locate(
  atlas: AtlasConfig,
  { source, key, said }: Wanted,
  options: ResolveOptions,
): Promise<Located> {
  const isModel = key === "source";
  const files = atlas.model.file === undefined ? [] : [atlas.model.file].flat();
  if (source.kind === "hub") {
    return fetchModel(source, {
      settings: options.hub ?? hubSettings(process.env),
      needsGraph: isModel,
      ...(isModel && files.length > 0 ? { files } : {}),
      ...(options.digests ? { digests: options.digests } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.onDownload ? { onProgress: options.onDownload } : {}),
    });
  }
  if (source.kind === "file" && isModel) {
    if (files.length > 0) {
      const expected = "no file where the source is a .onnx file itself";
      throw problem(atlas, "file", "there are two graph files", expected, files.join(", "));
    }
    if (!(await exists(source.path)))
      throw problem(
        atlas,
        key,
        "the ONNX file is missing",
        "a file that is there",
        said,
        cureOfMissing(source.path),
      );
    return { folder: dirname(source.path), graph: basename(source.path), commit: null };
  }
  const what = isModel ? "the model's folder is missing" : "the tokenizer's folder is missing";
  const expected = isModel ? "a folder in Hugging Face layout" : "a folder with tokenizer.json";
  if (!(await exists(source.path)))
    throw problem(atlas, key, what, expected, said, cureOfMissing(source.path));
  if (await isFile(source.path)) throw problem(atlas, key, "this is a file", expected, said);
  const kind = specialKind(await stat(source.path));
  if (kind !== undefined) throw problem(atlas, key, "this is no folder", expected, `${said}, ${kind}`);
  return { folder: source.path, commit: null };
}

/** The graph files that the author names, or the best the folder has. @throws {ConfigError} naming all that are not there. */
async function graphsIn(atlas: AtlasConfig, folder: string): Promise<readonly string[]> {
  const { file, source } = atlas.model;
  if (file === undefined) {
    const names = [...(await listFolder(folder, "onnx")), ...(await listFolder(folder, "."))];
    const chosen = chooseFiles(names);
    if (chosen !== undefined) return chosen;
    const graphs = names.filter(isGraph);
    if (graphs.length === 0)
      throw problem(atlas, "source", "the folder holds no ONNX file", "onnx/model.onnx", source);
    const what = "the folder holds several ONNX files";
    const expected = `one of ${graphs.slice(0, 12).join(", ")}, or a list of those that make the model`;
    throw problem(atlas, "file", what, expected, "nothing");
  }
  const files = [file].flat();
  const problems: ConfigError[] = [];
  for (const name of files) {
    const path = join(folder, name);
    if (!(await exists(path)))
      problems.push(problem(atlas, "file", "the ONNX file is missing", `a file in ${source}`, name));
    else if (escapes(folder, path)) {
      const what = "the ONNX file lies outside the model's folder";
      problems.push(problem(atlas, "file", what, `a path inside ${source}`, name));
    }
  }
  const [first] = problems;
  if (first && problems.length > 1) throw new ConfigError(problems.map(({ message }) => message).join("\n"));
  if (first) throw first;
  return files;
}

/** The graph says all that is needed: a damaged config.json costs only the name. */
async function readArchitecture(folder: string): Promise<string> {
  const type = (await readCompanionObject(folder, "config.json"))?.["model_type"];
  return typeof type === "string" && /^[\w-]{1,40}$/.test(type) ? type : "unknown";
}

function escapes(folder: string, path: string): boolean {
  // A hub cache links into its own blob store, so only the path as written is judged, not where links lead.
  const inside = relative(folder, path);
  return inside === ".." || inside.startsWith(`..${sep}`);
}

function problem(
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
