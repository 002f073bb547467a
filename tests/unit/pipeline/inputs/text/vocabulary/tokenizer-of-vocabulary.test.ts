import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ModelError } from "#pipeline/errors.ts";
import { openTokenizer } from "#pipeline/inputs/text/open-tokenizer.ts";
import { readTokens } from "#pipeline/inputs/text/tokens/read-tokens.ts";
import { tempFolder } from "../../../../../helpers/temp-folder.ts";
import { bytePairsOf, piecesOf } from "../../../../../helpers/vocabulary-files.ts";

/** Ids by tokenizers 0.23.2 (Rust), made with the settings that transformers' converters of each class give it. */
const { texts, cases } = JSON.parse(readFileSync("tests/fixtures/vocabularies/cases.json", "utf8")) as {
  readonly texts: readonly string[];
  readonly cases: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly ids: readonly (readonly number[])[];
  }[];
};

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

async function idsBy(folder: string, lines: readonly string[]): Promise<number[][]> {
  const opened = await openTokenizer(folder, folder);
  return lines.map((line) => [...readTokens(line, opened).ids]);
}

/** Lines of text that the models in content/ were not trained on, too. */
async function manyLines(): Promise<string[]> {
  const files = [
    "content/datasets/stories.jsonl",
    "content/datasets/repeats.jsonl",
    "README.md",
    "CONTRIBUTING.md",
  ];
  const all = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const play = await readFile("../shared/data/tinyshakespeare.txt", "utf8").catch(() => "");
  return [...all, play.slice(0, 100_000)].flatMap((text) => text.split("\n")).concat(texts);
}

describe("a tokenizer made of its vocabulary", () => {
  it.each(cases.map((one) => [one.name, one] as const))(
    "%s gives the ids of the original",
    async (_, { files, ids }) => {
      expect(await idsBy(await folderOf(files), texts)).toEqual(ids);
    },
  );

  it("gives the ids of tokenizer.json for pieces of words", async () => {
    const from = "content/weights/tiny-bert";
    const json = JSON.parse(await readFile(join(from, "tokenizer.json"), "utf8")) as Parameters<
      typeof piecesOf
    >[0];
    const folder = await folderOf({ "vocab.txt": piecesOf(json), "config.json": '{"model_type": "bert"}' });
    const lines = await manyLines();
    expect(await idsBy(folder, lines)).toEqual(await idsBy(from, lines));
  });

  it("gives the ids of tokenizer.json for bytes that merge", async () => {
    const from = "content/weights/tiny-gpt";
    const json = JSON.parse(await readFile(join(from, "tokenizer.json"), "utf8")) as Parameters<
      typeof piecesOf
    >[0];
    const { vocabulary, merges } = bytePairsOf(json);
    const config = '{"tokenizer_class": "GPT2Tokenizer", "add_bos_token": true}';
    const folder = await folderOf({
      ...{ "vocab.json": vocabulary, "merges.txt": merges, "tokenizer_config.json": config },
    });
    const lines = await manyLines();
    expect(await idsBy(folder, lines)).toEqual(await idsBy(from, lines));
  });

  it("is not made where tokenizer.json tells more", async () => {
    const bert = cases[0]!.files;
    const json = await readFile("content/weights/tiny-bert/tokenizer.json", "utf8");
    const folder = await folderOf({ ...bert, "tokenizer.json": json });
    expect(await idsBy(folder, texts)).toEqual(await idsBy("content/weights/tiny-bert", texts));
  });

  it("takes the last merge without a line break where the original does", async () => {
    for (const { name, files, ids } of cases.filter(({ name }) => /^(?:CLIP|Qwen2)/.test(name))) {
      const folder = await folderOf({ ...files, "merges.txt": files["merges.txt"]!.trimEnd() });
      expect([name, await idsBy(folder, texts)]).toEqual([name, ids]);
    }
  });

  it("reads lines as Python does: any end of line, an empty last one, the last one of two that are the same", async () => {
    const plain = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "a"];
    const config = { "config.json": '{"model_type": "bert"}' };
    for (const end of ["\n", "\r\n", "\r"]) {
      const folder = await folderOf({ "vocab.txt": plain.join(end) + end, ...config });
      expect(await idsBy(folder, ["a b c"])).toEqual([[2, 7, 6, 1, 3]]);
    }
    const cut = await folderOf({ "vocab.txt": plain.join("\n"), ...config });
    expect(await idsBy(cut, ["a"])).toEqual([[2, 7, 3]]);
  });
});

const [BERT, GPT2] = [cases[0]!.files, cases.find(({ name }) => name === "GPT-2")!.files];

describe("a vocabulary is refused by name", () => {
  it.each<[what: string, files: Readonly<Record<string, string>>, message: RegExp]>([
    [
      "of a class that reads texts in a way of its own",
      { ...BERT, "tokenizer_config.json": '{"tokenizer_class": "BertJapaneseTokenizer"}' },
      /vocab\.txt: the vocabulary alone does not tell .+received tokenizer_class "BertJapaneseTokenizer"\.\n {2}Take tokenizer\.json/,
    ],
    [
      "of a model that is not known",
      { ...BERT, "config.json": '{"model_type": "hal"}' },
      /received model_type "hal"/,
    ],
    [
      "of nobody knows what",
      { "vocab.txt": BERT["vocab.txt"]! },
      /received model_type undefined|received model_type/,
    ],
    [
      "without the basic steps",
      { ...BERT, "tokenizer_config.json": '{"do_basic_tokenize": false}' },
      /do_basic_tokenize: false/,
    ],
    [
      "that is not of the model's kind",
      { ...GPT2, "config.json": '{"model_type": "bert"}' },
      /vocab\.json: the vocabulary alone/,
    ],
    [
      "of SentencePiece",
      { "spiece.model": "x", "tokenizer.model": "x" },
      /tokenizer\.json: .+received only spiece\.model, tokenizer\.model\.\n.+inputs\.tokenizer/,
    ],
    [
      "without merges",
      { "vocab.json": "{}", "config.json": '{"model_type": "gpt2"}' },
      /received only vocab\.json/,
    ],
    ["that is empty", { ...BERT, "vocab.txt": "" }, /vocab\.txt: this is no vocabulary/],
    [
      "without the tokens around every text",
      { ...BERT, "vocab.txt": "[UNK]\n[CLS]\na\n" },
      /lacks a token that stands around every text: expected "\[SEP\]", received 3 other tokens/,
    ],
    [
      "that is no JSON",
      { ...GPT2, "vocab.json": "<html>" },
      /vocab\.json: this is no vocabulary: .+received "<html>"/,
    ],
    ["that is a list", { ...GPT2, "vocab.json": '["a"]' }, /vocab\.json: this is no vocabulary/],
    [
      "with an id that is none",
      { ...GPT2, "vocab.json": '{"a": -1, "b": "2", "c": 1}' },
      /"a": this is no id: .+received -1\.(?:.|\n)+"b": this is no id/,
    ],
    [
      "with an id that is too large",
      { ...GPT2, "vocab.json": '{"a": 4e9}', "merges.txt": "#version: 0.2\n" },
      /the id 4000000000 of "a"/,
    ],
    [
      "with merges that are cut",
      { ...GPT2, "merges.txt": "#version: 0.2\nt h\nh" },
      /merges\.txt: the file is cut/,
    ],
    [
      "with merges without their first line",
      { ...GPT2, "merges.txt": "t h\n" },
      /merges\.txt: these are no merges: expected #version/,
    ],
    [
      "with a merge of three",
      { ...GPT2, "merges.txt": "#version: 0.2\nt h e\n" },
      /line 2: this is no merge: expected two tokens/,
    ],
    [
      "with a merge of tokens that it lacks",
      { ...GPT2, "merges.txt": "#version: 0.2\nq z\n" },
      /"q z": a merge has a token that the vocabulary lacks: .+received "qz"/,
    ],
    [
      "with a special token that is none",
      { ...BERT, "special_tokens_map.json": '{"cls_token": 7}' },
      /cls_token: this is no token: expected a text, received 7/,
    ],
    [
      "with a map that is no JSON",
      { ...BERT, "special_tokens_map.json": "[" },
      /special_tokens_map\.json: the file cannot be read/,
    ],
    [
      "with an added token in another place",
      { ...GPT2, "added_tokens.json": '{"<new>": 99999}' },
      /"<new>": an added token has another place .+expected the id \d+, received "?99999/,
    ],
  ])("%s", async (_, files, message) => {
    const folder = await folderOf(files);
    const opened = openTokenizer(folder, folder);
    await expect(opened).rejects.toThrow(ModelError);
    await expect(opened).rejects.toThrow(message);
  });

  it("with all its mistakes at once, the first few of each kind", async () => {
    const merges = `#version: 0.2\n${"a b c\n".repeat(1000)}`;
    const folder = await folderOf({ ...GPT2, "merges.txt": merges, "special_tokens_map.json": "[" });
    const error: unknown = await openTokenizer(folder, folder).catch((reason: unknown) => reason);
    expect((error as Error).message.match(/this is no merge/g)).toHaveLength(5);
    expect((error as Error).message).toContain("special_tokens_map.json: the file cannot be read");
  });
});
