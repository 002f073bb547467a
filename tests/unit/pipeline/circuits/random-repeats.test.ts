import { describe, expect, it } from "vitest";
import { makeRepeats, type Repeats } from "#pipeline/circuits/random-repeats.ts";
import { openTokenizer, type OpenedTokenizer } from "#pipeline/inputs/text/open-tokenizer.ts";

async function tokenizerOf(model: string): Promise<OpenedTokenizer> {
  const folder = `content/weights/${model}`;
  return openTokenizer(folder, folder);
}

function made(tokenizer: OpenedTokenizer, most: number, vocabulary?: number): Repeats {
  const repeats = makeRepeats(tokenizer, { most, vocabulary });
  if (typeof repeats === "string") throw new Error(repeats);
  return repeats;
}

describe("random repeated tokens", () => {
  it("are four texts of 25 different tokens and their repetition, inside of what the tokenizer puts around a text", async () => {
    const tokenizer = await tokenizerOf("tiny-bert");
    const { layout, sequences } = made(tokenizer, 128);
    expect(layout).toEqual({ nBefore: 1, period: 25 });
    expect(sequences).toHaveLength(4);
    const [before, after] = tokenizer.tokenizer.encode("").ids;
    for (const { ids } of sequences) {
      expect([ids[0], ids.at(-1), ids.length]).toEqual([before, after, 52]);
      expect(ids.slice(1, 26)).toEqual(ids.slice(26, 51));
      expect(new Set(ids.slice(1, 26)).size).toBe(25);
      for (const id of ids.slice(1, 26)) expect(tokenizer.frame.specialIds.has(id)).toBe(false);
    }
    expect(new Set(sequences.map(({ ids }) => ids.join())).size).toBe(4);
  });

  it("are the same in every run, shorter where the model reads few tokens, and none where it reads too few", async () => {
    const tokenizer = await tokenizerOf("tiny-gpt");
    expect(made(tokenizer, 128)).toEqual(made(tokenizer, 128));
    expect(made(tokenizer, 24).layout.period).toBeLessThanOrEqual(12);
    expect(makeRepeats(tokenizer, { most: 8 })).toBe("the model reads too few tokens at once");
    expect(makeRepeats(tokenizer, { most: 128, vocabulary: 6 })).toBe("the vocabulary has too few tokens");
  });
});
