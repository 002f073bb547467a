/** tokenizer.json of every family, and tokenizer_config.json: what can be read makes tokens of some texts. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeTexts } from "#pipeline/inputs/text/encode-texts.ts";
import { TOKENIZER_KINDS } from "../../helpers/tokenizer-kinds.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";

const CONFIG = JSON.stringify({
  tokenizer_class: "PreTrainedTokenizerFast",
  model_max_length: 64,
  bos_token: "<bos>",
  eos_token: { content: "<eos>", lstrip: false },
  unk_token: "[UNK]",
  add_bos_token: true,
  added_tokens_decoder: { 0: { content: "<bos>", special: true } },
});
const TEXTS = [
  "the red fox sees a bird in the photo .",
  "caf\u00e9 \u{1f600} \u4e16\u754c  zeb's 37",
  "",
].map((text) => ({
  text,
  labels: new Map(),
}));

export const tokenizers: FuzzReader = {
  name: "tokenizer",
  what: "tokenizer.json, tokenizer_config.json",
  cases: 10_000,
  fewCases: 100,
  open: (folder) => {
    const seeds = Object.values(TOKENIZER_KINDS).map((make) => Buffer.from(JSON.stringify(make())));
    return {
      tryOne: async (random) => {
        const seed = seeds[Math.floor(random() * seeds.length)]!;
        const isConfig = random() < 0.2;
        writeFileSync(join(folder, "tokenizer.json"), isConfig ? seed : mutate(seed, "json", random));
        const config = join(folder, "tokenizer_config.json");
        if (isConfig) writeFileSync(config, mutate(Buffer.from(CONFIG), "json", random));
        else rmSync(config, { force: true });
        await encodeTexts(TEXTS, {
          limit: { tokensPerSequence: 8, window: random() < 0.5 ? "split" : "cut" },
          special: { bos: random() < 0.5 ? "keep" : "drop" },
          tokenizerFolder: folder,
          modelFolder: folder,
          ...(random() < 0.3 ? { startId: 1 } : {}),
        });
      },
    };
  },
};
