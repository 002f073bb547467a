import { describe, expect, it } from "vitest";
import {
  labeledRows,
  trainingRows,
  KINDS,
  type Kind,
  type Row,
} from "../../../../src/training/data/text/rows.ts";
import { layOut } from "../../../../src/training/data/text/lay-out.ts";
import { enumerated, meaning, readWords, tell } from "../../../../src/training/data/text/phrase.ts";
import { NOUNS } from "../../../../src/training/data/text/noun-phrases.ts";
import { articleFor, noun, verb, VERBS } from "../../../../src/training/data/text/words/inflect.ts";
import { LEXICON, wordsOfSeveralParts } from "../../../../src/training/data/text/words/lexicon.ts";
import { SYLLABLES } from "../../../../src/training/data/text/words/names.ts";

const only = (kind: Kind): Record<Kind, number> =>
  Object.fromEntries(KINDS.map((other) => [other, other === kind ? 1 : 0])) as Record<Kind, number>;
const rows = (kind: Kind, count = 400): Row[] => labeledRows(1, count, only(kind));

describe("the training text", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(trainingRows(3, 200)).toEqual(trainingRows(3, 200));
    expect(trainingRows(4, 200)).not.toEqual(trainingRows(3, 200));
  });

  it("begins with the same rows however many are asked for", () => {
    expect(trainingRows(3, 200).slice(0, 50)).toEqual(trainingRows(3, 50));
  });

  it("has rows of every kind, mostly different ones", () => {
    const all = labeledRows(5, 4000);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    expect(new Set(all.map(({ text }) => text)).size).toBeGreaterThan(3900);
  });

  it("marks every word, in order, and nothing between them but spaces", () => {
    for (const { text, marks } of labeledRows(6, 500)) {
      let at = 0;
      for (const { start, end } of marks) {
        expect(text.slice(at, start).trim()).toBe("");
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(at).toBe(text.length);
    }
  });

  it("knows the part of speech of every word but syllables and letters", () => {
    for (const { text, marks, kind } of labeledRows(7, 2000)) {
      for (const { start, end, part } of marks) {
        const word = text.slice(start, end);
        const isMadeUp = word.length === 1 || SYLLABLES.includes(word.toLowerCase());
        if (part === "other") expect(isMadeUp, `${word} in ${kind}: ${text}`).toBe(true);
      }
    }
  });

  it("begins every sentence with a capital and closes every quotation", () => {
    for (const kind of ["story", "tale", "dialogue", "agreement"] as const) {
      for (const { text } of rows(kind, 200)) {
        expect(text).toMatch(/^["A-Z]/);
        expect(text).not.toMatch(/[.!?] [a-z]/);
        expect(text.split('"').length % 2, text).toBe(1);
        expect(text).toMatch(/[.!"]$/);
      }
    }
  });
});

describe("the lexicon", () => {
  it("gives every form one part of speech", () => {
    expect(wordsOfSeveralParts()).toEqual([]);
  });

  it("is as large as a child's first books", () => {
    const nouns = Object.values(NOUNS).flat().length;
    expect(nouns).toBeGreaterThan(200);
    expect(LEXICON.size).toBeGreaterThan(1000);
    expect(LEXICON.size).toBeLessThan(2000);
  });
});

describe("the forms of words", () => {
  it("follow the rules of English, and the lists where there is none", () => {
    expect(
      [noun("box"), noun("diary"), noun("day"), noun("fisherman"), noun("mouse/mice")].map(
        ({ many }) => many,
      ),
    ).toEqual(["boxes", "diaries", "days", "fishermen", "mice"]);
    const forms = ["carry", "hop", "dance", "climb", "catch caught caught", "wait"].map((entry) => {
      const { third, past, ing } = verb(entry);
      return `${third} ${past} ${ing}`;
    });
    expect(forms).toEqual([
      "carries carried carrying",
      "hops hopped hopping",
      "dances danced dancing",
      "climbs climbed climbing",
      "catches caught catching",
      "waits waited waiting",
    ]);
    expect(["owl", "unicorn", "umbrella", "honest", "useful", "house"].map(articleFor)).toEqual([
      "an",
      "a",
      "an",
      "an",
      "a",
      "a",
    ]);
  });
});

describe("a phrase", () => {
  it("keeps whom its words mean, wherever it is put", () => {
    const hero = meaning("hero", readWords("Mia"));
    const { text, marks } = layOut(tell`"${hero} is here," said ${readWords("the owl")}.`);
    expect(text).toBe('"Mia is here," said the owl.');
    expect(
      marks.filter(({ means }) => means === "hero").map(({ start, end }) => text.slice(start, end)),
    ).toEqual(["Mia"]);
  });

  it("lists with commas, and a last and", () => {
    const listed = (words: string): string => layOut(enumerated(words.split(" ").map(readWords)), false).text;
    expect([listed("a"), listed("a b"), listed("a b c")]).toEqual(["a", "a and b", "a, b, and c"]);
  });
});

describe("agreement", () => {
  const many = new Set(Object.values(NOUNS).flatMap((all) => all.map((each) => each.many)));
  const one = new Set(Object.values(NOUNS).flatMap((all) => all.map((each) => each.one)));
  const forms = [...VERBS.alone, ...VERBS.onThings, ...VERBS.animalsDo];
  const singular = new Set(["is", "was", "has", "does", "belongs", ...forms.map(({ third }) => third)]);
  const plural = new Set(["are", "were", "have", "do", "belong", ...forms.map(({ base }) => base)]);

  it("is right in every sentence: the verb has the number of the first noun, whatever stands between", () => {
    let nChecked = 0;
    for (const { text, marks } of rows("agreement")) {
      const sentences = text.split(/(?<=\.) /);
      let start = 0;
      for (const sentence of sentences) {
        const own = marks.filter((mark) => mark.start >= start && mark.end <= start + sentence.length);
        const subject = own
          .filter(({ means }) => means === "subject")
          .map((mark) => text.slice(mark.start, mark.end));
        const head = subject.find((word) => many.has(word) || one.has(word))!;
        const verbs = subject
          .filter((word) => singular.has(word) || plural.has(word))
          .filter((word) => word !== head);
        start += sentence.length + 1;
        if (many.has(head) && one.has(head)) continue;
        expect(verbs.length, sentence).toBeGreaterThan(0);
        for (const word of verbs)
          expect((many.has(head) ? plural : singular).has(word), `${word}: ${sentence}`).toBe(true);
        nChecked++;
      }
    }
    expect(nChecked).toBeGreaterThan(1000);
  });
});

describe("brackets", () => {
  it("close in the order in which they were opened", () => {
    const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
    for (const { text } of rows("brackets")) {
      const open: string[] = [];
      for (const char of text) {
        if (char in closing) open.push(closing[char]!);
        else if (Object.values(closing).includes(char)) expect(open.pop(), text).toBe(char);
      }
      expect(open, text).toEqual([]);
    }
  });
});

describe("a look-up", () => {
  it("gives a key the same value whenever it comes back", () => {
    for (const { text } of rows("look-up").filter((row) => row.text.includes(" = "))) {
      const values = new Map<string, string>();
      for (const [, key = "", value = ""] of text.matchAll(/([^,]+) = ([^,]+),/g)) {
        expect(values.get(key.trim()) ?? value, text).toBe(value);
        values.set(key.trim(), value);
      }
    }
  });
});

describe("sums", () => {
  it("are right", () => {
    for (const { text } of rows("sums").filter((row) => row.text.includes("="))) {
      for (const [, a, sign, b, sum] of text.matchAll(/(\d+) ([+-]) (\d+) = (\d+)/g))
        expect(Number(a) + (sign === "+" ? 1 : -1) * Number(b), text).toBe(Number(sum));
    }
  });
});

describe("a repeat", () => {
  it("says all its words at least twice, in the same order", () => {
    for (const { text } of rows("repeat", 200)) {
      const words = text.split(/[ ,|]+/);
      const period = periodOf(words);
      expect(period, text).toBeGreaterThanOrEqual(5);
      expect(words.length % period, text).toBe(0);
      expect(words.length / period, text).toBeGreaterThanOrEqual(2);
    }
  });
});

/** The least shift that maps the words onto themselves. */
function periodOf(words: readonly string[]): number {
  return words.findIndex(
    (_, shift) => shift > 0 && words.every((word, i) => i < shift || word === words[i - shift]),
  );
}
