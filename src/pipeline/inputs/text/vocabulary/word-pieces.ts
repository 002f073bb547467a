/** vocab.txt: a piece of a word in each line, whose number is its id. */
import type { Problem } from "../../../errors.ts";
import type { JsonObject } from "../../json-object.ts";
import { MOST_IDS } from "../tokens/expect-ids.ts";

export interface ReadVocabulary {
  readonly ids: ReadonlyMap<string, number>;
  /** `model` of tokenizer.json, without its unknown token. */
  readonly model: JsonObject;
}

/**
 * Of lines that are the same, the last one counts, as in transformers.
 *
 * @param problems Takes what is wrong.
 */
export function readWordPieces(text: string, where: string, problems: Problem[]): ReadVocabulary {
  const nLines = countLines(text);
  const expected = `at most ${MOST_IDS} lines, and at least one`;
  if (nLines === 0 || nLines > MOST_IDS)
    problems.push({ what: "this is no vocabulary", where, expected, received: String(nLines) });
  // What Python takes for ends of lines.
  const lines = nLines > MOST_IDS ? [] : text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  const ids = new Map(lines.map((line, i) => [line, i] as const));
  const vocab = Object.fromEntries(ids);
  return {
    ids,
    model: { type: "WordPiece", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab },
  };
}

function countLines(text: string): number {
  let nLines = text === "" || /[\r\n]$/.test(text) ? 0 : 1;
  for (let at = text.search(/[\r\n]/); at >= 0 && at < text.length; at++)
    if (text[at] === "\n" || (text[at] === "\r" && text[at + 1] !== "\n")) nLines++;
  return nLines;
}
