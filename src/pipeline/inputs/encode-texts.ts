/** Stage 3 for text: sequences → tokens, with the tokenizer that the model was trained with. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import type { DatasetConfig, ModelConfig } from "#atlas/config.schema.ts";
import { seedFrom } from "#math/random.ts";
import { describeProblem, ModelError } from "../errors.ts";
import { startsOf, type EncodedDataset, type EncodedSequence } from "./encoded-dataset.ts";
import type { TextSequence } from "./read-texts.ts";
import { sampleSequences } from "./sample-sequences.ts";
import { tokenStyle, tokenText } from "./token-text.ts";

export interface TextOptions {
  readonly limit: DatasetConfig["limit"];
  readonly special: ModelConfig["special"];
  readonly seed: number;
}

/**
 * Tokenizes all sequences, cuts them to the model's length, and keeps as many as the limits allow.
 *
 * @throws {ModelError} if the model has no readable tokenizer.
 */
export async function encodeTexts(
  modelFolder: string,
  texts: readonly TextSequence[],
  options: TextOptions,
): Promise<EncodedDataset> {
  const { tokenizer, maxLength, style } = await openTokenizer(modelFolder);
  const specialIds = specialTokenIds(tokenizer);
  const length = Math.min(maxLength, options.limit.tokensPerSequence);
  const encoded = texts.map(({ text, labels }) => {
    // Not every tokenizer knows segments, whatever its types say.
    const encoding: Partial<{ token_type_ids: number[] }> & { ids: number[]; tokens: string[] } =
      tokenizer.encode(text, { return_token_type_ids: true });
    const keep = cutIndices(encoding.ids, length, specialIds, options.special.bos === "drop");
    const sequence: EncodedSequence = {
      ids: keep.map((i) => encoding.ids[i]!),
      typeIds: keep.map((i) => encoding.token_type_ids?.[i] ?? 0),
      tokens: keep.map((i) => tokenText(encoding.tokens[i] ?? "", style)),
      isSpecial: keep.map((i) => specialIds.has(encoding.ids[i]!)),
      labels,
      tokenNumbers: {},
    };
    return sequence;
  });
  const filled = encoded.filter((sequence) => sequence.ids.length > 0);
  const lengths = filled.map((sequence) => sequence.ids.length);
  const kept = sampleSequences(lengths, options.limit, seedFrom("sequences", options.seed));
  const sequences = kept.map((i) => filled[i]!);
  const starts = startsOf(sequences.map((sequence) => sequence.ids.length));
  const all = { nSequences: filled.length, nTokens: lengths.reduce((a, b) => a + b, 0) };
  return {
    kind: "text",
    sequences,
    nTokens: starts[sequences.length]!,
    starts,
    sampledFrom: sequences.length < filled.length ? all : null,
    grid: null,
  };
}

interface OpenedTokenizer {
  readonly tokenizer: Tokenizer;
  readonly maxLength: number;
  readonly style: ReturnType<typeof tokenStyle>;
}

async function openTokenizer(folder: string): Promise<OpenedTokenizer> {
  const tokenizerJson = await readJson(join(folder, "tokenizer.json"));
  const config = (await readJson(join(folder, "tokenizer_config.json"))) as { model_max_length?: unknown };
  const { model_max_length: stated } = config;
  const maxLength = typeof stated === "number" && stated > 0 ? stated : Infinity;
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(tokenizerJson, config);
  } catch (error) {
    throw unreadable(join(folder, "tokenizer.json"), error instanceof Error ? error.message : String(error));
  }
  return { tokenizer, maxLength, style: tokenStyle(tokenizerJson) };
}

async function readJson(path: string): Promise<object> {
  const received = await readFile(path, "utf8").catch((error: unknown) => error as NodeJS.ErrnoException);
  if (typeof received === "string") {
    const json = parseObject(received);
    if (json) return json;
  } else if (received.code !== "ENOENT") throw received;
  throw unreadable(path, typeof received === "string" ? JSON.stringify(received.slice(0, 40)) : "no file");
}

function unreadable(path: string, received: string): ModelError {
  return new ModelError(
    describeProblem({
      what: "the tokenizer cannot be read",
      where: path,
      expected: "a JSON file as Hugging Face tokenizers write it",
      received,
      cure: "Copy tokenizer.json and tokenizer_config.json from where the model came from.",
    }),
  );
}

function parseObject(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? json : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Ids that stand for no text: what the tokenizer adds around an empty one, and what it was told are special. */
function specialTokenIds(tokenizer: Tokenizer): ReadonlySet<number> {
  const around = tokenizer.encode("").ids;
  const added = [...tokenizer.get_added_tokens_decoder()].flatMap(([id, token]) =>
    token.special ? [id] : [],
  );
  return new Set([...around, ...added]);
}

/** Cuts in the middle of a closing special token: [CLS] a b c [SEP] of length 4 becomes [CLS] a b [SEP]. */
function cutIndices(
  ids: readonly number[],
  length: number,
  specialIds: ReadonlySet<number>,
  dropFirst: boolean,
): number[] {
  const all = ids.map((_, i) => i);
  const from = dropFirst && specialIds.has(ids[0] ?? -1) ? 1 : 0;
  const kept = all.slice(from);
  if (kept.length <= length) return kept;
  const closes = specialIds.has(ids.at(-1) ?? -1);
  return closes ? [...kept.slice(0, length - 1), ids.length - 1] : kept.slice(0, length);
}
