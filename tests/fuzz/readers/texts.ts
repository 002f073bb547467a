/** Datasets of text: what can be read is made into tokens, with the labels of its parts. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeTexts } from "#pipeline/inputs/text/encode-texts.ts";
import { readTexts } from "#pipeline/inputs/text/read-texts.ts";
import { wordTokenizer } from "../../helpers/word-tokenizer.ts";
import { damageJson } from "../damage-json.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";
import { CSV, JSON_LINES, LINES } from "../seeds.ts";
import type { Random } from "#math/random.ts";

const WORDS = ["[UNK]", "[CLS]", "[SEP]", "the", "cat", "a", "bird", "."];

function textReader(
  { name, ending, what }: { readonly name: string; readonly ending: string; readonly what: string },
  damage: (random: Random) => Buffer,
): FuzzReader {
  return {
    name,
    what,
    cases: 10_000,
    fewCases: 80,
    open: (folder) => {
      writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(wordTokenizer(WORDS)));
      const path = join(folder, `texts.${ending}`);
      return {
        tryOne: async (random) => {
          writeFileSync(path, damage(random));
          const units = random() < 0.5 ? "characters" : "utf16";
          const { items } = await readTexts(path, "texts.yaml, source", units);
          await encodeTexts(items, {
            limit: { tokensPerSequence: 16, window: random() < 0.5 ? "split" : "cut" },
            special: { bos: "keep" },
            tokenizerFolder: folder,
            modelFolder: folder,
          });
        },
      };
    },
  };
}

export const jsonLines = textReader({ name: "jsonl", ending: "jsonl", what: ".jsonl of texts" }, (random) =>
  mutate(Buffer.from(JSON_LINES), "text", random),
);
export const csv = textReader({ name: "csv", ending: "csv", what: ".csv of texts" }, (random) =>
  mutate(Buffer.from(CSV), "text", random),
);
export const lines = textReader({ name: "txt", ending: "txt", what: ".txt of texts" }, (random) =>
  mutate(Buffer.from(LINES), "text", random),
);
/** Lines that are JSON still, with other values in them. */
export const spans = textReader(
  { name: "spans", ending: "jsonl", what: "spans and labels of texts" },
  (random) => {
    const written = JSON_LINES.split("\n").map((line) => damageJson(JSON.parse(line), random));
    return Buffer.from(written.map((line) => JSON.stringify(line ?? null)).join("\n"));
  },
);
