/** Words → one line of text with capitals at the starts of sentences, and the position of every word in it. */
import type { PartOfSpeech } from "./words/lexicon.ts";
import type { Phrase, Referent, Word } from "./phrase.ts";

export interface Mark {
  /** First character and the one after the last, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly part: PartOfSpeech;
  readonly means?: Referent;
}

export interface LabeledText {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** @param sentences Capitalizes the beginnings of sentences and speech; otherwise words stay as they are. */
export function layOut(phrase: Phrase, sentences = true): LabeledText {
  let text = "";
  let begins = sentences;
  let isSpeech = false;
  const marks: Mark[] = [];
  for (const word of phrase) {
    const space = word.spaced && text !== "" ? " " : "";
    const start = text.length + space.length;
    const isWord = /\p{L}|\d/u.test(word.text);
    text += space + (begins && isWord ? capital(word.text) : word.text);
    marks.push(markOf(word, start, text.length));
    if (word.text === '"') {
      isSpeech = !isSpeech;
      // After a closing quotation mark, the mark before it decides about the capital: `it." Then`, but `it?" asked`.
      begins = sentences && (isSpeech || text.endsWith('."'));
    } else if (isWord) begins = false;
    else if (sentences && /[.!?]/.test(word.text)) begins = true;
  }
  return { text, marks };
}

function markOf({ part, means }: Word, start: number, end: number): Mark {
  return means === undefined ? { start, end, part } : { start, end, part, means };
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
