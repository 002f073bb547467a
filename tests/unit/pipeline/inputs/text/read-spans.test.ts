import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSpans, type SpanUnits } from "#pipeline/inputs/text/read-spans.ts";

const read = (text: string, spans: unknown, units: SpanUnits = "characters") =>
  readSpans(spans, { text, units, where: "a.jsonl, line 1" });

/** What each span covers, with its value. */
const covered = (text: string, spans: unknown, units?: SpanUnits): unknown[] => {
  const { spans: labels, mistakes } = read(text, spans, units);
  expect(mistakes).toEqual([]);
  return [...labels].map(([name, own]) => [
    name,
    ...own.map(({ start, end, value }) => [text.slice(start, end), value]),
  ]);
};

describe("readSpans", () => {
  it("reads texts, numbers and several values, by the names of their labels", () => {
    const spans = { part: [[2, 5, "noun"]], weight: [[0, 1, 0.5]], tags: [[0, 5, ["b", "a"]]], empty: [] };
    expect(covered("a dog", spans)).toEqual([
      ["part", ["dog", "noun"]],
      ["weight", ["a", 0.5]],
      ["tags", ["a dog", ["a", "b"]]],
      ["empty"],
    ]);
  });

  it("counts characters as Python does: an emoji is one, a letter and its accent two", () => {
    const text = "🐶🐶 cafe\u0301 𝔸!";
    const spans = {
      x: [
        [0, 1, "dog"],
        [3, 8, "cafe"],
        [9, 10, "A"],
        [10, 11, "!"],
      ],
    };
    expect(covered(text, spans)).toEqual([
      ["x", ["🐶", "dog"], ["cafe\u0301", "cafe"], ["𝔸", "A"], ["!", "!"]],
    ]);
  });

  it("counts UTF-16 units where the author says so", () => {
    expect(covered("🐶🐶 cat", { x: [[5, 8, "cat"]] }, "utf16")).toEqual([["x", ["cat", "cat"]]]);
  });

  it("gives in both counts the same spans of any text", () => {
    const pieces = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }), { minLength: 2 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join("");
        const count = (units: (text: string) => number) => {
          const ends = parts.map((_, i) => units(parts.slice(0, i + 1).join("")));
          return ends.map((end, i) => [ends[i - 1] ?? 0, end, parts[i]!]);
        };
        const byCharacter = count((part) => Array.from(part).length);
        const byUnit = count((part) => part.length);
        expect(covered(text, { x: byCharacter })).toEqual(covered(text, { x: byUnit }, "utf16"));
      }),
    );
  });

  it("takes what is missing or null as no spans", () => {
    for (const none of [undefined, null, {}]) expect(covered("a dog", none)).toEqual([]);
    expect(covered("a dog", { part: null })).toEqual([["part"]]);
  });

  it("keeps labels called like members of every object", () => {
    const spans: unknown = JSON.parse('{"__proto__": [[0, 1, "x"]], "constructor": [[0, 1, "y"]]}');
    expect(covered("a dog", spans)).toEqual([
      ["__proto__", ["a", "x"]],
      ["constructor", ["a", "y"]],
    ]);
  });

  it.each([
    [
      [[2, 5, "noun"]],
      'these are no spans: expected spans such as {"partOfSpeech": [[0, 4, "noun"]]}, received [[2,5,"noun"]].',
    ],
    [
      { p: "noun" },
      'spans.p: these are no spans: expected spans such as {"partOfSpeech": [[0, 4, "noun"]]}, received "noun".',
    ],
    [
      { p: [{ start: 0, end: 1 }] },
      'spans.p: this is no span: expected [start, end, "value"], received {"start":0,"end":1}.',
    ],
    [
      { p: [[0, 1.5, "x"]] },
      'spans.p: this is no span: expected [start, end, "value"] with whole numbers, received [0,1.5,"x"].',
    ],
    [
      { p: [[0, 1, { a: 1 }]] },
      'spans.p: this is no span: expected [start, end, "value"] with whole numbers, received [0,1,{"a":1}].',
    ],
    [
      { p: [[3, 1, "x"]] },
      'spans.p: a span ends before it begins: expected an end behind the start, received [3,1,"x"].',
    ],
    [
      { p: [[2, 2, "x"]] },
      'spans.p: a span ends before it begins: expected an end behind the start, received [2,2,"x"].',
    ],
    [
      { p: [[-1, 2, "x"]] },
      'spans.p: a span lies outside of its text: expected places from 0 to 5, the characters of the text, received [-1,2,"x"].',
    ],
    [
      { p: [[2, 9, "x"]] },
      'spans.p: a span lies outside of its text: expected places from 0 to 5, the characters of the text, received [2,9,"x"].',
    ],
    [
      {
        p: [
          [0, 3, "x"],
          [2, 5, "y"],
        ],
      },
      'spans.p: two spans overlap: expected one value of the label at each place, received "a d" and "dog".\n  Use another label for spans inside other spans.',
    ],
  ])("names what is wrong with %j", (spans, told) => {
    expect(read("a dog", spans).mistakes).toEqual([
      `a.jsonl, line 1${told.startsWith("spans") ? ", " : ": "}${told}`,
    ]);
  });

  it("names every span that lies in another, and none that is said twice or stands beside it", () => {
    const spans = [
      [0, 10, "x"],
      [1, 2, "y"],
      [4, 5, "z"],
      [0, 10, "x"],
      [10, 11, "w"],
    ];
    expect(
      read("0123456789A", { p: spans }).mistakes.map((told) => /received (.*)\./.exec(told)?.[1]),
    ).toEqual(['"0123456789" and "1"', '"0123456789" and "4"']);
  });

  it("guesses that spans beyond the characters of a text are counted in UTF-16 units", () => {
    expect(read("🐶 cat", { p: [[3, 6, "cat"]] }).mistakes).toEqual([
      'a.jsonl, line 1, spans.p: a span lies outside of its text: expected places from 0 to 5, the characters of the text, received [3,6,"cat"].\n' +
        "  Where spans are counted in UTF-16 units, say so in the dataset's YAML: spanUnits: utf16",
    ]);
    expect(read("🐶 cat", { p: [[3, 7, "cat"]] }, "utf16").mistakes[0]).toMatch(
      /from 0 to 6, the UTF-16 units of/,
    );
  });
});
