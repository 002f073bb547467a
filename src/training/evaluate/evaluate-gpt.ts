/** Measures tiny-gpt: what it has learned, and what its heads do. */
import { join } from "node:path";
import { openTokenizer } from "#pipeline/inputs/text/open-tokenizer.ts";
import {
  answerQuestions,
  answersTable,
  openReader,
  readingJudge,
  type ReadTokens,
} from "./answer-questions.ts";
import { headTable } from "./head-table.ts";
import { markdownTable } from "./markdown-table.ts";
import { randomRepeats } from "./random-repeats.ts";
import { heldOutTexts, type TextTokens } from "./text-tokens.ts";

const [N_TEXTS, N_QUESTIONS, N_REPEATS, PERIOD] = [200, 500, 30, 40];

/** @param folder A model in Hugging Face layout. @returns Markdown. */
export async function evaluateGpt(folder: string): Promise<string> {
  const path = join(folder, "onnx/model.onnx");
  const { tokenizer, maxLength } = await openTokenizer(folder, folder);
  const texts = heldOutTexts(tokenizer, N_TEXTS, maxLength);
  const nVocabulary = tokenizer.get_vocab().size;
  const repeats = randomRepeats([[0], []], { first: 1, count: nVocabulary }, PERIOD, N_REPEATS);
  const read = await openReader(path);
  const shares = await answerQuestions(readingJudge(read, tokenizer), N_QUESTIONS);
  const losses = [
    ["held-out texts", await meanLoss(read, texts, 0, Infinity)],
    ["random tokens, the first time", await meanLoss(read, repeats, 1, PERIOD)],
    ["random tokens, the second time", await meanLoss(read, repeats, PERIOD + 1, Infinity)],
  ] as const;
  return [
    markdownTable(
      ["loss", "nats per token"],
      losses.map(([name, loss]) => [name, loss.toFixed(2)]),
    ),
    answersTable(shares, N_QUESTIONS),
    await headTable(
      path,
      texts,
      repeats,
      [
        "first token",
        "previous",
        "self",
        "same token",
        "after the same",
        "same referent",
        "subject, before its verb",
        "opening mark",
      ],
      true,
    ),
  ].join("\n\n");
}

/** @param from,to Range of positions whose next token counts. */
async function meanLoss(
  read: ReadTokens,
  sequences: readonly TextTokens[],
  from: number,
  to: number,
): Promise<number> {
  let [sum, n] = [0, 0];
  for (const { ids } of sequences) {
    const { of } = await read(ids);
    for (let i = from; i < Math.min(to, ids.length - 1); i++, n++) sum -= of(i, ids[i + 1]!);
  }
  return sum / n;
}
