/** Measures tiny-bert: what it has learned, and what its heads do. */
import { join } from "node:path";
import { seededRandom, seedFrom, shuffledIndices } from "#math/random.ts";
import { openTokenizer } from "#pipeline/inputs/text/open-tokenizer.ts";
import {
  answerQuestions,
  answersTable,
  fillingJudge,
  openReader,
  type ReadTokens,
} from "./answer-questions.ts";
import { headTable } from "./head-table.ts";
import { markdownTable } from "./markdown-table.ts";
import { randomRepeats } from "./random-repeats.ts";
import { heldOutTexts, type TextTokens } from "./text-tokens.ts";

const [N_TEXTS, N_QUESTIONS, N_REPEATS, PERIOD] = [200, 500, 30, 24];

/** @param folder A model in Hugging Face layout. @returns Markdown. */
export async function evaluateBert(folder: string): Promise<string> {
  const path = join(folder, "onnx/model.onnx");
  const { tokenizer, maxLength } = await openTokenizer(folder, folder);
  const vocabulary = tokenizer.get_vocab();
  const id = (token: string): number => vocabulary.get(token)!;
  const [cls, sep, masked] = [id("[CLS]"), id("[SEP]"), id("[MASK]")];
  const texts = heldOutTexts(tokenizer, N_TEXTS, maxLength);
  const repeats = randomRepeats([[cls], [sep]], { first: 5, count: vocabulary.size }, PERIOD, N_REPEATS);
  const read = await openReader(path);
  const guess = (share: number, all: readonly TextTokens[]): Promise<number> =>
    maskedAccuracy(read, all, { masked, nVocabulary: vocabulary.size, share, special: new Set([cls, sep]) });
  const accuracies = [
    ["held-out texts, 15 % masked", await guess(0.15, texts)],
    ["held-out texts, 20 % masked", await guess(0.2, texts)],
    ["random tokens twice, 10 % masked", await guess(0.1, repeats)],
  ] as const;
  const shares = await answerQuestions(fillingJudge(read, tokenizer, masked), N_QUESTIONS);
  return [
    markdownTable(
      ["masked tokens guessed right", "share"],
      accuracies.map(([name, share]) => [name, share.toFixed(3)]),
    ),
    answersTable(shares, N_QUESTIONS),
    await headTable(
      path,
      texts,
      repeats,
      [
        "first token",
        "last token",
        "previous",
        "next",
        "self",
        "same token",
        "same referent",
        "opening mark",
      ],
      false,
    ),
  ].join("\n\n");
}

/** Share of masked tokens for which the most likely guess is right. */
async function maskedAccuracy(
  read: ReadTokens,
  texts: readonly TextTokens[],
  options: {
    readonly masked: number;
    readonly nVocabulary: number;
    readonly share: number;
    readonly special: ReadonlySet<number>;
  },
): Promise<number> {
  const random = seededRandom(seedFrom("masks", options.share));
  let [right, n] = [0, 0];
  for (const { ids } of texts) {
    const open = ids.flatMap((id, i) => (options.special.has(id) ? [] : [i]));
    const count = Math.max(1, Math.round(open.length * options.share));
    const places = Array.from(shuffledIndices(open.length, random).subarray(0, count), (i) => open[i]!);
    const hidden = [...ids];
    for (const place of places) hidden[place] = options.masked;
    const { best } = await read(hidden);
    for (const place of places) {
      if (best(place) === ids[place]) right++;
      n++;
    }
  }
  return right / n;
}
