/** Makes of the files of an older tokenizer what its tokenizer.json would be, as transformers converts them. */
import { companionPath, parseObject, readCompanion, type Companion } from "../../../config/companions.ts";
import { ModelError, modelMistakes, type Problem } from "../../../errors.ts";
import { shownValue } from "../../../shown-value.ts";
import type { JsonObject } from "../../json-object.ts";
import { readBytePairs } from "./byte-pairs.ts";
import { kindOf, type VocabularyKind } from "./kinds.ts";
import { specialTokens, type SpecialTokens } from "./special-tokens.ts";
import { readWordPieces, type ReadVocabulary } from "./word-pieces.ts";

export interface MadeTokenizer {
  /** As tokenizer.json. */
  readonly json: JsonObject;
  /** tokenizer_config.json with all special tokens. */
  readonly config: JsonObject;
  /** The file that the vocabulary comes from. */
  readonly path: string;
}

const CURE =
  "Take tokenizer.json from a copy of the model that has one: name its repository in the model's YAML, inputs.tokenizer: hub:org/name.";

/**
 * @param folder Holds vocab.txt, or vocab.json and merges.txt. @param config Of tokenizer_config.json.
 * @param modelType Of config.json.
 * @returns undefined if there is no vocabulary.
 * @throws {ModelError} with all mistakes, or if it is not known how such a tokenizer reads texts.
 */
export async function tokenizerOfVocabulary(
  folder: string,
  config: JsonObject,
  modelType: unknown,
): Promise<MadeTokenizer | undefined> {
  const file = async (name: Companion): Promise<{ text: string; path: string } | undefined> => {
    const text = await readCompanion(folder, name);
    return text === undefined ? undefined : { text, path: companionPath(folder, name) };
  };
  const [pieces, vocabulary, merges] = [
    await file("vocab.txt"),
    await file("vocab.json"),
    await file("merges.txt"),
  ];
  if (pieces === undefined && (vocabulary === undefined || merges === undefined)) return undefined;
  const kind = kindOf(config["tokenizer_class"], modelType);
  const hasFiles =
    kind?.vocabulary === "pieces" ? pieces !== undefined : vocabulary !== undefined && merges !== undefined;
  if (kind === undefined || !hasFiles || config["do_basic_tokenize"] === false)
    throw notExact(pieces?.path ?? vocabulary?.path ?? folder, config, modelType);
  const problems: Problem[] = [];
  const path = (kind.vocabulary === "pieces" ? pieces : vocabulary)?.path ?? folder;
  const read =
    kind.vocabulary === "bytes" && vocabulary && merges
      ? readBytePairs({ vocabulary, merges, takesLast: kind.takesLastMerge === true }, problems)
      : readWordPieces(pieces?.text ?? "", path, problems);
  const object = async (name: Companion): Promise<JsonObject> => {
    const found = await file(name);
    const json = found === undefined ? {} : parseObject(found.text);
    if (json !== undefined) return json;
    const [where, received] = [companionPath(folder, name), shownValue(found?.text, 40)];
    problems.push({ what: "the file cannot be read", where, expected: "a JSON object", received });
    return {};
  };
  const files = { map: await object("special_tokens_map.json"), added: await object("added_tokens.json") };
  const special = specialTokens(kind, { ...files, config, where: folder }, read.ids, problems);
  const frame = frameOf(kind, config, special, read, path, problems);
  if (problems.length > 0) throw modelMistakes(problems.map((problem) => ({ cure: CURE, ...problem })));
  const { model: more = {}, ...parts } = kind.parts(config);
  const unknown = kind.vocabulary === "pieces" ? { unk_token: special.roles.unk_token } : {};
  const model = { ...read.model, ...unknown, ...more };
  const json = { version: "1.0", added_tokens: special.added, ...parts, post_processor: frame, model };
  return { json, config: { ...config, ...special.roles }, path };
}

/** The tokens around every text; null for none. The model has to know them: no text could be fed without. */
function frameOf(
  kind: VocabularyKind,
  config: JsonObject,
  { roles, idOf }: SpecialTokens,
  { ids }: ReadVocabulary,
  where: string,
  problems: Problem[],
): JsonObject | null {
  const before = kind.before ?? (config["add_bos_token"] === true ? "bos_token" : undefined);
  const tokens = [before, kind.after].map((role) => (role === undefined ? undefined : (roles[role] ?? "")));
  const named = tokens.filter((token) => token !== undefined);
  for (const token of named)
    if (idOf(token) === undefined || (kind.vocabulary === "pieces" && !ids.has(token)))
      problems.push({
        what: "the vocabulary lacks a token that stands around every text",
        where,
        expected: shownValue(token, 40),
        received: `${ids.size} other tokens`,
      });
  if (named.length === 0) return null;
  const part = (token: string | undefined): JsonObject[] =>
    token === undefined ? [] : [{ SpecialToken: { id: token, type_id: 0 } }];
  const sequence = (id: string): JsonObject => ({ Sequence: { id, type_id: 0 } });
  const single = [...part(tokens[0]), sequence("A"), ...part(tokens[1])];
  return {
    type: "TemplateProcessing",
    single,
    pair: [...single, sequence("B"), ...part(tokens[1])],
    special_tokens: Object.fromEntries(
      named.map((token) => [token, { id: token, ids: [idOf(token)], tokens: [token] }]),
    ),
  };
}

function notExact(where: string, config: JsonObject, modelType: unknown): ModelError {
  const { tokenizer_class: named, do_basic_tokenize: isBasic } = config;
  const said =
    named === undefined
      ? `model_type ${shownValue(modelType, 40)}`
      : `tokenizer_class ${shownValue(named, 60)}`;
  return new ModelError({
    what: "the vocabulary alone does not tell how texts become tokens",
    where,
    expected:
      "tokenizer.json, or the vocabulary of a kind that is known (BERT, MPNet, GPT-2, RoBERTa, CLIP, Qwen2)",
    received: isBasic === false ? `${said} with do_basic_tokenize: false` : said,
    cure: CURE,
  });
}
