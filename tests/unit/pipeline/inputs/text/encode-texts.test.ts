import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeTexts, type TextOptions } from "#pipeline/inputs/text/encode-texts.ts";
import { sampleDataset } from "#pipeline/inputs/sample-dataset.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";
import { writeTinyModel } from "../../../../helpers/tiny-model.ts";

const LONG = { text: "the cat sees a bird and the dog sleeps .", labels: new Map([["kind", "long"]]) };
const SHORT = { text: "a bird .", labels: new Map([["kind", "short"]]) };
const limit = { sequences: 10, tokensPerSequence: 64, points: 10_000, window: "split" } as const;

async function options(change: Partial<TextOptions> = {}): Promise<TextOptions> {
  const folder = await tempFolder();
  await writeTinyModel(folder);
  return {
    limit,
    special: { bos: "keep" },
    tokenizerFolder: folder,
    modelFolder: folder,
    ...change,
  };
}

describe("encodeTexts", () => {
  it("keeps and marks special tokens", async () => {
    const { sequences, tooLong } = await encodeTexts([SHORT], await options());
    expect(sequences[0]).toMatchObject({
      ids: [1, 7, 8, 11, 2],
      isSpecial: [true, false, false, false, true],
      labels: new Map([["kind", "short"]]),
    });
    expect(tooLong).toBeNull();
  });

  it("splits a text that is longer than the model takes, marks its windows, and counts", async () => {
    const { sequences, tooLong } = await encodeTexts([LONG, SHORT], await options({ maxLength: 8 }));
    expect(sequences.map(({ tokens }) => tokens.join(""))).toEqual([
      " [CLS] the cat sees a bird [SEP]",
      " [CLS] and the dog sleeps. [SEP]",
      " [CLS] a bird. [SEP]",
    ]);
    expect(sequences.map(({ labels }) => Object.fromEntries(labels))).toEqual([
      { window: "1 of 2", kind: "long" },
      { window: "2 of 2", kind: "long" },
      { window: "1 of 1", kind: "short" },
    ]);
    expect(tooLong).toEqual({ limit: 8, nSplit: 1, nCut: 0 });
  });

  it("marks windows by another name where the author has that one", async () => {
    const own = { text: SHORT.text, labels: new Map([["window", "mine"]]) };
    const { sequences } = await encodeTexts([LONG, own], await options({ maxLength: 8 }));
    expect(sequences.map(({ labels }) => Object.fromEntries(labels))).toEqual([
      { "window of the text": "1 of 2", kind: "long" },
      { "window of the text": "2 of 2", kind: "long" },
      { "window of the text": "1 of 1", window: "mine" },
    ]);
  });

  it("cuts instead where the dataset says so", async () => {
    const cut = { ...limit, window: "cut", tokensPerSequence: 5 } as const;
    const { sequences, tooLong } = await encodeTexts([LONG, SHORT], await options({ limit: cut }));
    expect(sequences.map(({ tokens }) => tokens.join(""))).toEqual([
      " [CLS] the cat sees [SEP]",
      " [CLS] a bird. [SEP]",
    ]);
    expect(sequences.map(({ labels }) => [...labels.keys()])).toEqual([["kind"], ["kind"]]);
    expect(tooLong).toEqual({ limit: 5, nSplit: 0, nCut: 1 });
  });

  it("labels tokens by the spans of the text, through splitting and dropping, and no others", async () => {
    const text = LONG.text;
    const at = (word: string): [start: number, end: number] => {
      const start = text.indexOf(word);
      return [start, start + word.length];
    };
    const nouns = (["cat", "bird", "dog"] as const).map((word) => {
      const [start, end] = at(word);
      return { start, end, value: `noun ${word}` };
    });
    const spans = new Map([["part", nouns]]);
    const given = await options({ maxLength: 8, special: { bos: "drop" } });
    const { sequences } = await encodeTexts([{ text, labels: new Map(), spans }], given);
    const labeled = sequences.map(({ tokens, tokenLabels }) =>
      tokens.map((token, i) => `${token.trim()}:${String(tokenLabels.get("part")?.[i] ?? "")}`).join(" "),
    );
    expect(labeled).toEqual([
      "the: cat:noun cat sees: a: bird:noun bird [SEP]:",
      "and: the: dog:noun dog sleeps: .: [SEP]:",
    ]);
  });

  it("moves labels of tokens along with them where a decoder reads them one place later", async () => {
    const spans = new Map([["part", [{ start: 2, end: 6, value: "noun" }]]]);
    const given = await options({ startId: 0 });
    const { sequences } = await encodeTexts([{ ...SHORT, spans }], given);
    const [said] = sequences;
    expect(said?.ids).toEqual([0, 1, 7, 8, 11]);
    expect(said?.tokenLabels.get("part")).toEqual([null, null, null, "noun", null]);
  });

  it("drops a leading special token on request", async () => {
    const { sequences } = await encodeTexts([SHORT], await options({ special: { bos: "drop" } }));
    expect(sequences[0]?.ids).toEqual([7, 8, 11, 2]);
  });

  it("takes the length from config.json where the tokenizer does not know it", async () => {
    for (const [config, stated, nWindows] of [
      [{ n_positions: 8 }, 1e30, 2],
      [{ n_positions: 8, max_position_embeddings: 512, n_ctx: 1024, model_type: "gpt2" }, 1e30, 2],
      [{ max_position_embeddings: 10, model_type: "roberta" }, 512, 2],
      [{ max_position_embeddings: 12, model_type: "camembert", pad_token_id: 3 }, 512, 2],
      [{ max_position_embeddings: 10, model_type: "mpnet", pad_token_id: 3 }, 512, 2],
      [{ n_positions: 8, model_type: "t5" }, 1e30, 1],
      [{ max_target_positions: 8, model_type: "whisper" }, 1024, 2],
      [{ text_config: { max_position_embeddings: 8 } }, null, 2],
      ["no config", null, 1],
    ] as const) {
      const given = await options();
      await writeFile(join(given.modelFolder, "config.json"), JSON.stringify(config));
      await writeFile(
        join(given.modelFolder, "tokenizer_config.json"),
        JSON.stringify({ model_max_length: stated, unk_token: "[UNK]" }),
      );
      expect((await encodeTexts([LONG], given)).sequences).toHaveLength(nWindows);
    }
  });

  it("samples windows by seed beyond the limits, and says of how many", async () => {
    const few = { ...limit, sequences: 1, tokensPerSequence: 8 };
    const { sequences, sampledFrom } = sampleDataset(
      await encodeTexts([LONG, LONG], await options({ limit: few })),
      { limit: few, seed: 0, datasetFile: "" },
    );
    expect(sequences).toHaveLength(1);
    expect(sampledFrom).toEqual({ nSequences: 4, nTokens: 28 });
  });

  it("says what to do when there is no tokenizer, or one that cannot be read", async () => {
    const given = await options({ tokenizerFolder: "/nowhere" });
    await expect(encodeTexts([SHORT], given)).rejects.toThrow(
      "/nowhere/tokenizer.json: the tokenizer cannot be read: expected a JSON file as Hugging Face tokenizers write it, received no file.",
    );
    for (const text of ["<html>", "[]", '{"model": {"type": "Unheard"}}']) {
      const bad = await options();
      await writeFile(join(bad.tokenizerFolder, "tokenizer.json"), text);
      await expect(encodeTexts([SHORT], bad)).rejects.toThrow("tokenizer.json: the tokenizer cannot be read");
    }
  });
});
