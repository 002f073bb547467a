/** The files of older tokenizers, of each kind: what can be read makes tokens of some texts. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeTexts } from "#pipeline/inputs/text/encode-texts.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";

interface Case {
  readonly files: Readonly<Record<string, string>>;
}
const TEXTS = ["the red fox sees a bird .", "caf\u00e9 \u4e16\u754c  it's 37 <mask>"].map((text) => ({
  text,
  labels: new Map(),
}));

export const vocabularies: FuzzReader = {
  name: "vocabulary",
  what: "vocab.txt, vocab.json, merges.txt, added_tokens.json, special_tokens_map.json",
  cases: 10_000,
  fewCases: 100,
  open: (folder) => {
    const text = readFileSync("tests/fixtures/vocabularies/cases.json", "utf8");
    const { cases } = JSON.parse(text) as { readonly cases: readonly Case[] };
    return {
      tryOne: async (random) => {
        const { files } = cases[Math.floor(random() * cases.length)]!;
        const names = Object.keys(files);
        const damaged = names[Math.floor(random() * names.length)];
        for (const [name, content] of Object.entries(files)) {
          const seed = Buffer.from(content);
          const kind = name.endsWith(".json") ? "json" : "text";
          writeFileSync(join(folder, name), name === damaged ? mutate(seed, kind, random) : seed);
        }
        try {
          await encodeTexts(TEXTS, {
            limit: { tokensPerSequence: 8, window: "split" },
            special: { bos: "keep" },
            tokenizerFolder: folder,
            modelFolder: folder,
          });
        } finally {
          for (const name of names) rmSync(join(folder, name));
        }
      },
    };
  },
};
