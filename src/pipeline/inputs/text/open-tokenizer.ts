/** Opens the tokenizer of a model, and finds the longest sequence that the model takes. */
import {
  companionPath,
  parseObject,
  readCompanion,
  readCompanionObject,
  whyNoTokenizer,
  type Companion,
} from "../../config/companions.ts";
import { listFolder } from "../../config/folder.ts";
import { ModelError, UserError } from "../../errors.ts";
import { excerpt } from "../../shown-value.ts";
import type { JsonObject } from "../json-object.ts";
import { completeTokenizer } from "./tokens/complete-tokenizer.ts";
import { expectIds } from "./tokens/expect-ids.ts";
import { frameOf, type Frame } from "./tokens/frame.ts";
import { TokenDecoder } from "./tokens/token-decoder.ts";
import type { Tokenizer } from "./tokens/tokenizers.ts";
import { tokenizerOfVocabulary } from "./vocabulary/tokenizer-of-vocabulary.ts";

export interface OpenedTokenizer {
  readonly tokenizer: Tokenizer;
  /** In tokens, special ones included; Infinity where nothing says. */
  readonly maxLength: number;
  readonly decoder: TokenDecoder;
  readonly frame: Frame;
  /** Path of its tokenizer.json, or of its vocabulary. */
  readonly path: string;
}

/**
 * @param folder Holds tokenizer.json or a vocabulary, and tokenizer_config.json if there is one.
 * @param modelFolder Holds config.json, if there is one.
 * @throws {ModelError} if there is no readable tokenizer.
 */
export async function openTokenizer(folder: string, modelFolder: string): Promise<OpenedTokenizer> {
  const written = (await readJson(folder, "tokenizer_config.json")) ?? {};
  const maxLength = Math.min(statedLength(written), await positionsOf(modelFolder));
  const { json, config, path } = await tokenizerOf(folder, modelFolder, written);
  try {
    expectIds(json);
    const tokenizer = completeTokenizer(json, config);
    const [decoder, frame] = [new TokenDecoder(tokenizer), frameOf(tokenizer, config)];
    return { tokenizer, maxLength, decoder, frame, path };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw unreadable(path, error instanceof Error ? error.message : String(error), error);
  }
}

/** tokenizer.json, or what it would be. */
async function tokenizerOf(
  folder: string,
  modelFolder: string,
  config: JsonObject,
): Promise<{ json: object; config: object; path: string }> {
  const path = companionPath(folder, "tokenizer.json");
  const json = await readJson(folder, "tokenizer.json");
  if (json !== undefined) return { json, config, path };
  const { model_type: type } = (await readCompanionObject(modelFolder, "config.json")) ?? {};
  const made = await tokenizerOfVocabulary(folder, config, type);
  if (made === undefined) throw unreadable(path, whyNoTokenizer(await listFolder(folder, ".")));
  return made;
}

/** If a tokenizer does not know the length, transformers writes 1e30, which means no limit. */
function statedLength(config: JsonObject): number {
  const { model_max_length: stated } = config;
  return typeof stated === "number" && stated >= 1 ? stated : Infinity;
}

/** Position embeddings that the model has. Relative positions (T5) and a damaged config.json set no limit. */
async function positionsOf(modelFolder: string): Promise<number> {
  const config = (await readCompanionObject(modelFolder, "config.json")) ?? {};
  const textTower = (config["text_config"] ?? {}) as Readonly<Record<string, unknown>>;
  const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 1;
  // A file may have both; which one is the table's length depends on the architecture, and the lesser one fits.
  const positions = [config["max_position_embeddings"], config["n_positions"]].filter(isCount);
  const stated = [
    positions.length > 0 ? Math.min(...positions) : undefined,
    config["n_ctx"],
    // Whisper's decoder.
    config["max_target_positions"],
    textTower["max_position_embeddings"],
  ].find(isCount);
  const type = typeof config["model_type"] === "string" ? config["model_type"] : "";
  if (stated === undefined || type.endsWith("t5")) return Infinity;
  // RoBERTa counts positions from its padding id + 1 on; MPNet does so too, and takes 1 for that id.
  if (!/roberta|camembert|mpnet|data2vec-text/.test(type)) return stated;
  const padding = type === "mpnet" ? 1 : (config["pad_token_id"] ?? 1);
  return Math.max(1, stated - 1 - (typeof padding === "number" ? padding : 1));
}

/** @returns undefined if there is no file. @throws {ModelError} if it holds no JSON object. */
async function readJson(folder: string, name: Companion): Promise<JsonObject | undefined> {
  const text = await readCompanion(folder, name);
  if (text === undefined) return undefined;
  const json = parseObject(text);
  if (json === undefined) throw unreadable(companionPath(folder, name), excerpt(text, 40));
  return json;
}

function unreadable(path: string, received: string, cause?: unknown): ModelError {
  return new ModelError(
    {
      what: "the tokenizer cannot be read",
      where: path,
      expected: "a JSON file as Hugging Face tokenizers write it",
      received,
      cure: "Copy tokenizer.json and tokenizer_config.json from the model's original source, or name their folder or repository in the model's YAML: inputs.tokenizer.",
    },
    { cause },
  );
}
