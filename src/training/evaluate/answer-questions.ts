/** Measures how often a text model finds the right word more likely than the wrong one. */
import type { Tokenizer } from "#pipeline/inputs/text/tokens/tokenizers.ts";
import { InferenceSession } from "#pipeline/onnx/runtime.ts";
import { questions, SKILLS, type Question, type Skill } from "../data/text/evaluation.ts";
import { SINGLE_THREAD } from "../trainer/trainer.ts";
import { textFeeds } from "./capture-patterns.ts";
import { markdownTable } from "./markdown-table.ts";

/** The predictions of a model at every position of a sequence. */
export interface Reading {
  /** Log-probability of a token at a position, in nats. */
  readonly of: (place: number, id: number) => number;
  /** The most likely token. */
  readonly best: (place: number) => number;
}

/** Reads one sequence. */
export type ReadTokens = (ids: readonly number[]) => Promise<Reading>;

/** How likely a model finds a word in a question: the sum of the log-probabilities of its tokens. */
export type Judge = (question: Question, word: string) => Promise<number>;

const SEED = 2000;

/** Share of right answers by skill; 0.5 is chance. */
export async function answerQuestions(
  judge: Judge,
  nQuestions: number,
): Promise<Readonly<Record<Skill, number>>> {
  const shares: [Skill, number][] = [];
  for (const skill of SKILLS) {
    let right = 0;
    for (const question of questions(skill, SEED, nQuestions)) {
      if ((await judge(question, question.correct)) > (await judge(question, question.wrong))) right++;
    }
    shares.push([skill, right / nQuestions]);
  }
  return Object.fromEntries(shares) as Record<Skill, number>;
}

/** @returns Markdown. */
export function answersTable(shares: Readonly<Record<Skill, number>>, nQuestions: number): string {
  return markdownTable(
    [`right of ${nQuestions} questions with two answers`, "share"],
    Object.entries(shares).map(([skill, share]) => [skill, share.toFixed(2)]),
  );
}

/** Runs a text model. */
export async function openReader(path: string): Promise<ReadTokens> {
  const session = await InferenceSession.create(path, SINGLE_THREAD);
  return async (ids) => {
    const feeds = textFeeds(
      ids,
      ids.map(() => 0),
    );
    const known = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name));
    const logits = (await session.run(Object.fromEntries(known)))["logits"]!;
    const width = logits.dims[2]!;
    const rowOf = (place: number): Float32Array =>
      (logits.data as Float32Array).subarray(place * width, (place + 1) * width);
    return {
      of: (place, id) => {
        const row = rowOf(place);
        const highest = row.reduce((a, b) => Math.max(a, b), -Infinity);
        const sum = row.reduce((total, value) => total + Math.exp(value - highest), 0);
        return row[id]! - highest - Math.log(sum);
      },
      best: (place) => {
        const row = rowOf(place);
        return row.reduce((best, value, id) => (value > row[best]! ? id : best), 0);
      },
    };
  };
}

/** For a model that reads from left to right: predicts the word from the text before it. */
export function readingJudge(read: ReadTokens, tokenizer: Tokenizer): Judge {
  return async ({ before }, word) => {
    const start = tokenizer.encode(before).ids;
    const ids = tokenizer.encode(`${before} ${word}`).ids;
    const { of } = await read(ids);
    return ids.slice(start.length).reduce((sum, id, i) => sum + of(start.length + i - 1, id), 0);
  };
}

/** For a model that fills gaps: one mask per token of the word, all guessed at once. */
export function fillingJudge(read: ReadTokens, tokenizer: Tokenizer, masked: number): Judge {
  return async ({ before, after }, word) => {
    const nBefore = tokenizer.encode(before).ids.length - 1;
    const pieces = tokenizer.encode(word, { add_special_tokens: false }).ids;
    const ids = [...tokenizer.encode(`${before} ${word}${after}`).ids];
    pieces.forEach((_, i) => (ids[nBefore + i] = masked));
    const { of } = await read(ids);
    // The mean, because the words differ in length.
    return pieces.reduce((sum, id, i) => sum + of(nBefore + i, id), 0) / pieces.length;
  };
}
