/** Stage 1, second half: a model's source → the folders and graphs that will be read. */
import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { expectKnownConfig, isKnownConfig } from "../architectures/read-config.ts";
import type { Digests } from "../cache/digest-index.ts";
import { fetchModel } from "../hub/fetch-model.ts";
import type { FetchProgress } from "../hub/fetch-options.ts";
import { hubSettings, type HubSettings } from "../hub/settings.ts";
import { readCompanionObject } from "./companions.ts";
import { exists, isFile, listFolder } from "./folder.ts";
import type { AtlasConfig } from "./load-content.ts";
import { expectAgreement, kindOf, localEntry, sourceProblem as problem } from "./local-entry.ts";
import { cureOfMissing } from "./local-path.ts";
import { askedEntry, isOfWeights, type ModelEntry } from "./model-entry.ts";
import type { ModelSource } from "./model-source.ts";
import { specialKind } from "./regular-file.ts";
import { vectorFiles } from "./vectors/vector-files.ts";

/** A model ready to be opened. */
export interface ResolvedModel {
  readonly folder: string;
  /** What it is opened through: an ONNX file, several that make one model, e.g. an encoder and a decoder, or its weights. */
  readonly modelPaths: readonly string[];
  /** Whether these are no model, but queries and keys that were captured elsewhere. */
  readonly isVectors?: boolean;
  /** Whether its weights can be read instead, if the ONNX files are not understood. */
  readonly hasWeights: boolean;
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
 * @throws {ConfigError} if the folder or its file is missing, or `file` points outside the folder.
 * @throws {HubError} if the hub does not give what is needed. @throws {ModelError} if weights cannot be read.
 */
export async function resolveModel(atlas: AtlasConfig, options: ResolveOptions = {}): Promise<ResolvedModel> {
  const { source, inputs } = atlas.model;
  if (atlas.source.kind === "headvis")
    throw problem(atlas, "source", "a HeadVis tree holds no model", "a model, or vectors", source);
  if (atlas.source.kind === "vectors") return resolveVectors(atlas, atlas.source.path);
  expectAgreement(atlas);
  const located = await locate(atlas, { source: atlas.source, key: "source", said: source }, options);
  const { folder } = located;
  const entry = located.entry ?? (await localEntry(atlas, folder));
  for (const file of entry.files) {
    if (await isFile(join(folder, file))) continue;
    const what = `the ${kindOf([file])} cannot be read`;
    throw problem(atlas, "source", what, "a file", `${file}: a folder, or a link to nothing`);
  }
  const beside = await listFolder(folder, ".");
  if (isOfWeights(entry.files)) await expectKnownConfig(folder, beside);
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
    modelPaths: entry.files.map((file) => join(folder, file)),
    hasWeights: entry.hasWeights && (await isKnownConfig(folder, beside)),
    tokenizerFolder,
    targetTokenizerFolder: target?.folder ?? tokenizerFolder,
    architecture: await readArchitecture(folder),
    revision: located.commit,
    warnings: [...new Set(warnings.filter((warning) => warning !== undefined))],
  };
}

/** Nothing but these files is read: there is no model. */
async function resolveVectors(atlas: AtlasConfig, path: string): Promise<ResolvedModel> {
  const { folder, files, warnings } = await vectorFiles({
    path,
    said: atlas.model.source,
    where: `${atlas.modelFile}, source`,
  });
  return {
    folder,
    modelPaths: files.map((file) => join(folder, file)),
    isVectors: true,
    hasWeights: false,
    tokenizerFolder: folder,
    targetTokenizerFolder: folder,
    architecture: "vectors",
    revision: null,
    warnings,
  };
}

interface Located {
  readonly folder: string;
  /** Where the source names it, or the hub's list. */
  readonly entry?: ModelEntry;
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
  const asked = isModel ? askedEntry(atlas.model) : {};
  if (source.kind === "hub") {
    const { files, hasWeights, ...fetched } = await fetchModel(source, {
      settings: options.hub ?? hubSettings(process.env),
      needsModel: isModel,
      needsTokenizer: !isModel || (atlas.dataset.kind === "text" && atlas.tokenizerSource === undefined),
      asked,
      ...(options.digests ? { digests: options.digests } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.onDownload ? { onProgress: options.onDownload } : {}),
    });
    return { ...fetched, entry: { files, hasWeights } };
  }
  if (source.kind === "file" && isModel) {
    const files = [basename(source.path)];
    if (asked.files !== undefined) {
      const expected = "no file where the source is a file itself";
      throw problem(atlas, "file", "there are two model files", expected, asked.files.join(", "));
    }
    if (!(await exists(source.path))) {
      const [what, cure] = [`the ${kindOf(files)} is missing`, cureOfMissing(source.path)];
      throw problem(atlas, key, what, "a file that is there", said, cure);
    }
    return { folder: dirname(source.path), entry: { files, hasWeights: false }, commit: null };
  }
  if (source.kind === "vectors")
    throw problem(atlas, key, "vectors are no tokenizer", "a folder with tokenizer.json", said);
  const what = isModel ? "the model's folder is missing" : "the tokenizer's folder is missing";
  const expected = isModel ? "a folder in Hugging Face layout" : "a folder with tokenizer.json";
  if (!(await exists(source.path)))
    throw problem(atlas, key, what, expected, said, cureOfMissing(source.path));
  if (await isFile(source.path)) throw problem(atlas, key, "this is a file", expected, said);
  const kind = specialKind(await stat(source.path));
  if (kind !== undefined) throw problem(atlas, key, "this is no folder", expected, `${said}, ${kind}`);
  return { folder: source.path, commit: null };
}

/** The graph says all that is needed: a damaged config.json costs only the name. */
async function readArchitecture(folder: string): Promise<string> {
  const type = (await readCompanionObject(folder, "config.json"))?.["model_type"];
  return typeof type === "string" && /^[\w-]{1,40}$/.test(type) ? type : "unknown";
}
