import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeTexts, type TextOptions } from "#pipeline/inputs/text/encode-texts.ts";
import { tempFolder } from "../../../../../helpers/temp-folder.ts";
import { TOKENIZER_KINDS, type TokenizerKind } from "../../../../../helpers/tokenizer-kinds.ts";

const limit = { sequences: 10, tokensPerSequence: 64, window: "split" } as const;

async function folderOf(kind: TokenizerKind, config: object = {}): Promise<string> {
  const folder = await tempFolder();
  await writeFile(join(folder, "tokenizer.json"), JSON.stringify(TOKENIZER_KINDS[kind]()));
  await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(config));
  return folder;
}

async function encode(
  kind: TokenizerKind,
  text: string,
  more: Partial<TextOptions> = {},
  config: object = {},
) {
  const folder = await folderOf(kind, config);
  const at = text.lastIndexOf(" ") + 1;
  const spans = new Map([["word", [{ start: at, end: text.length, value: "last" }]]]);
  const options = { limit, special: { bos: "keep" }, tokenizerFolder: folder, modelFolder: folder } as const;
  return (await encodeTexts([{ text, labels: new Map(), spans }], { ...options, ...more })).sequences;
}

describe("a span", () => {
  const texts = ["the red fox", "A photo of Zebras", "see 狐 🎉🎊", "in žš cafe\u0301", "the ﬁne 3.5"];

  it.each(Object.keys(TOKENIZER_KINDS) as TokenizerKind[])(
    "labels all tokens of its word and no others: %s",
    async (kind) => {
      for (const text of texts) {
        const [sequence] = await encode(kind, text);
        const labels = sequence?.tokenLabels.get("word") ?? [];
        const first = labels.indexOf("last");
        expect(first, text).toBeGreaterThan(0);
        // From its first token on to what stands behind the text.
        const inside = sequence?.isSpecial.map((is, i) => !is || labels[i] !== null) ?? [];
        const end = inside.lastIndexOf(true) + 1;
        expect(labels.slice(first, end), text).toEqual(labels.slice(first, end).map(() => "last"));
        expect(
          labels.slice(0, first).every((label) => label === null),
          text,
        ).toBe(true);
        const shown = sequence?.tokens.slice(0, first).join("") ?? "";
        if (/^[ a-z]+$/.test(text) && !shown.includes("<unk>")) {
          expect(shown.replace(/^ ?(?:<.*>|\[CLS\])/, "").trim(), text).toBe(
            text.slice(0, text.lastIndexOf(" ")),
          );
        }
      }
    },
  );
});

describe("unknown words and masks at the ends of a text", () => {
  const config = { unk_token: "[UNK]", mask_token: "[MASK]", cls_token: "[CLS]", sep_token: "[SEP]" };

  it("belong to the text when it is split", async () => {
    const short = { limit: { ...limit, tokensPerSequence: 5 } };
    const shown = (await encode("BERT", "龘 the red fox in [MASK]", short, config)).map(({ tokens }) =>
      tokens.join(""),
    );
    expect(shown).toEqual([" [CLS] [UNK] the red [SEP]", " [CLS] fox in [MASK] [SEP]"]);
  });

  it("are not dropped for a token that begins or ends texts", async () => {
    const start = { special: { bos: "drop" } } as const;
    expect((await encode("words", "vixen the fox", start))[0]?.tokens).toEqual([" vixen", " the", " fox"]);
    expect((await encode("BERT", "the fox", start, config))[0]?.tokens).toEqual([" the", " fox", " [SEP]"]);
    expect((await encode("words", "the fox vixen", { startId: 3 }))[0]?.tokens).toEqual([
      " red",
      " the",
      " fox",
      " vixen",
    ]);
    expect((await encode("T5", "the 🎉", { startId: 0 }))[0]?.tokens).toEqual(["<pad>", " the", " ", "🎉"]);
  });

  it("are those of a text of CLIP, whose unknown token is the one that ends texts", async () => {
    const short = { limit: { ...limit, tokensPerSequence: 4 } };
    const names = { unk_token: "<end>", eos_token: "<end>", bos_token: "<start>" };
    const shown = (await encode("CLIP", "the red fox", short, names)).map(({ tokens }) => tokens.join(""));
    expect(shown).toEqual(["<start> the<end>", "<start> red fox<end>"]);
  });
});
