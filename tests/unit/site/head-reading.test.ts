import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { HeadMetrics } from "#measures/metrics.ts";
import { readHead } from "../../../src/site/head-reading.ts";
import { mistakesIn } from "../../helpers/check-reading.ts";
import { CHANCE, head, pictures, spaced, text } from "../../helpers/read-heads.ts";

const say = (metrics: Partial<HeadMetrics>, chance: Partial<HeadMetrics> = {}, manifest = text): string =>
  spaced(readHead(manifest, head(metrics, chance)).text);
const inPictures = (nSpecial: number, metrics: Partial<HeadMetrics>): string =>
  say({ patchDistance: 4, ...metrics }, { patchDistance: 4 }, pictures(nSpecial));

const PLAIN = "Looks at several tokens, near and far: 6.0 tokens away on average (chance 6.0).";

describe("a head with one habit", () => {
  it.each<[string, Partial<HeadMetrics>, string]>([
    [
      "previous token",
      { previous: 0.81 },
      "Looks mostly at the previous token: 81 % of its attention (chance 20 %).",
    ],
    ["next token", { next: 0.88 }, "Looks mostly at the next token: 88 % of its attention (chance 10 %)."],
    ["first token", { first: 0.75 }, "Rests mostly on the first token: 75 % of its attention (chance 20 %)."],
    [
      "the token itself",
      { self: 0.6 },
      "Looks mostly at the token itself: 60 % of its attention (chance 20 %).",
    ],
    [
      "less than half",
      { previous: 0.49 },
      "Looks partly at the previous token: 49 % of its attention (chance 20 %).",
    ],
    [
      "half as it is shown",
      { first: 0.496 },
      "Rests mostly on the first token: 50 % of its attention (chance 20 %).",
    ],
    [
      "induction",
      { induction: 0.8 },
      "An induction head: for tokens seen before, 80 % of its attention goes to what followed them then (chance 30 %).",
    ],
    ["few tokens", { entropy: 0.35 }, "Picks out few tokens at a time: its spread is 0.35 (chance 1.00)."],
    [
      "few tokens, which are near",
      { entropy: 0.2, distance: 2 },
      "Picks out few tokens at a time: its spread is 0.20 (chance 1.00). They are near: 2.0 tokens away on average (chance 6.0).",
    ],
    [
      "few tokens, which are far away",
      { entropy: 0.2, distance: 9 },
      "Picks out few tokens at a time: its spread is 0.20 (chance 1.00). They are far away: 9.0 tokens away on average (chance 6.0).",
    ],
  ])("is said to have it, with its number beside chance: %s", (_, metrics, reading) => {
    expect(say(metrics)).toBe(reading);
    expect(readHead(text, head(metrics)).habit).not.toBeNull();
  });

  it.each<[keyof HeadMetrics, number]>([
    ["induction", 0.3],
    ["previous", 0.3],
    ["next", 0.3],
    ["first", 0.3],
    ["self", 0.35],
  ])("has it from its threshold on, counted from chance to 1: %s", (measure, least) => {
    const chance = CHANCE[measure] ?? 0;
    const at = (share: number): HeadNumbers => head({ [measure]: chance + share * (1 - chance) });
    expect(readHead(text, at(least + 1e-9)).habit).not.toBeNull();
    expect(readHead(text, at(least - 1e-3)).habit).toBeNull();
    // What would have been enough, had chance been nothing.
    expect(readHead(text, head({ [measure]: least })).habit).toBeNull();
  });

  it("has it never, where even chance leaves nothing else", () => {
    expect(say({ first: 1 }, { first: 1 })).toBe(PLAIN);
  });

  it("says of a chance below half a percent that it is under 1 %", () => {
    expect(say({ self: 0.7 }, { self: 0.002 })).toContain("70 % of its attention (chance under 1 %)");
    expect(say({ next: 0.7 }, { next: 0 })).toContain("70 % of its attention (chance 0 %)");
  });
});

describe("a head that does several things", () => {
  it("is known by the strongest, and the others stand behind it with their shares", () => {
    expect(say({ previous: 0.61, first: 0.36 })).toBe(
      "Looks mostly at the previous token: 61 % of its attention (chance 20 %). 36 % goes to the first token (chance 20 %).",
    );
    expect(say({ first: 0.6, previous: 0.55, self: 0.45 })).toBe(
      "Rests mostly on the first token: 60 % of its attention (chance 20 %). 55 % goes to the previous token (chance 20 %) and 45 % to the token itself (chance 20 %).",
    );
  });

  it("is called an induction head before all else, and never below the threshold", () => {
    expect(say({ induction: 0.6, first: 0.9 })).toBe(
      "An induction head: for tokens seen before, 60 % of its attention goes to what followed them then (chance 30 %). 90 % goes to the first token (chance 20 %).",
    );
    // As a head whose repeats are found at 0.29 while it rests on the first token.
    expect(say({ induction: 0.29, first: 0.67 }, { induction: 0.06, first: 0.08 })).toBe(
      "Rests mostly on the first token: 67 % of its attention (chance 8 %). For tokens seen before, 29 % of its attention goes to what followed them then (chance 6 %).",
    );
  });

  it("divides its attention between offsets that have most of it together", () => {
    const chance = { previous: 0.02, next: 0.02, self: 0.02 };
    expect(say({ previous: 0.28, next: 0.26, self: 0.02 }, chance)).toBe(
      "Divides most of its attention between the previous token (28 %, chance 2 %) and the next token (26 %, chance 2 %).",
    );
    expect(say({ previous: 0.28, next: 0.26, self: 0.3 }, chance)).toBe(
      "Divides most of its attention between the token itself (30 %, chance 2 %), the previous token (28 %, chance 2 %) and the next token (26 %, chance 2 %).",
    );
    expect(say({ previous: 0.24, next: 0.24, self: 0.02 }, chance)).toBe(
      `${PLAIN} 24 % of its attention goes to the previous token (chance 2 %) and 24 % to the next token (chance 2 %).`,
    );
  });

  it("does not add up the previous and the first token, which may be the same", () => {
    const chance = { previous: 0.02, first: 0.02, self: 0.02 };
    const reading = readHead(text, head({ previous: 0.28, first: 0.28, self: 0.02 }, chance));
    expect(reading.habit).toBeNull();
    expect(spaced(reading.text)).toContain(
      "28 % of its attention goes to the previous token (chance 2 %) and 28 % to the first",
    );
  });

  it("has a share named from 0.15 beyond chance on, without a habit", () => {
    const at = (share: number): string => say({ first: 0.2 + share * 0.8 });
    expect(at(0.15 + 1e-9)).toBe(`${PLAIN} 32 % of its attention goes to the first token (chance 20 %).`);
    expect(at(0.149)).toBe(PLAIN);
  });

  it("has a first sentence that holds alone", () => {
    const { sentences } = readHead(text, head({ previous: 0.61, first: 0.36 }));
    expect(spaced(sentences[0] ?? "")).toBe(
      "Looks mostly at the previous token: 61 % of its attention (chance 20 %).",
    );
  });
});

describe("a head without a habit", () => {
  it.each<[Partial<HeadMetrics>, string]>([
    [{ entropy: 0.41 }, PLAIN],
    [{ entropy: 0.85 }, PLAIN],
    [{ entropy: 0.86 }, "Spreads its attention widely: its spread is 0.86 (chance 1.00)."],
    [{ distance: 3 }, "Looks at several tokens nearby: 3.0 tokens away on average (chance 6.0)."],
    [{ distance: 3.01 }, "Looks at several tokens, near and far: 3.0 tokens away on average (chance 6.0)."],
    [{ distance: 7.79 }, "Looks at several tokens, near and far: 7.8 tokens away on average (chance 6.0)."],
    [{ distance: 7.81 }, "Looks at several tokens far away: 7.8 tokens away on average (chance 6.0)."],
  ])("is said to look around as it does: %j", (metrics, reading) => {
    expect(say(metrics)).toBe(reading);
    expect(readHead(text, head(metrics)).habit).toBeNull();
  });

  it("has nothing to choose from where every token stands alone", () => {
    const alone = "Sees one token at a time, so it has nothing to choose from.";
    expect(say({ entropy: 0 }, { entropy: 0 })).toBe(alone);
  });

  it("is not said to do anything in an atlas from before chance was measured", () => {
    const { metrics } = head({ induction: 0.9, first: 0.9 });
    const older = readHead(text, { metrics });
    expect(older.habit).toBeNull();
    expect(older.text).toContain("build it again");
    expect(readHead(text, { metrics: { ...metrics, entropy: 0.9 } }).text).toBe(
      "Spreads its attention widely: its spread is 0.90, where 1 is even.",
    );
  });
});

it("keeps every number with its sign on one line", () => {
  const { text: said } = readHead(text, head({ previous: 0.61, first: 0.36, induction: 0.45 }));
  expect(said.match(/\d\u00a0%/g)).toHaveLength(6);
  expect(said).not.toContain(" %");
});

describe("in pictures, a head", () => {
  it("looks at patches, and at a token before them only where there is one", () => {
    const share = "90 % of its attention (chance 20 %).";
    expect(inPictures(0, { first: 0.9 })).toBe(`Rests mostly on the first patch: ${share}`);
    expect(inPictures(1, { first: 0.9 })).toBe(`Rests mostly on the token before the patches: ${share}`);
    expect(inPictures(1, { self: 0.9 })).toBe(`Looks mostly at the patch itself: ${share}`);
    expect(inPictures(1, { previous: 0.9 })).toBe(
      `Looks mostly at the previous patch in reading order: ${share}`,
    );
    expect(inPictures(1, { entropy: 0.3 })).toContain("Picks out few patches at a time");
  });

  it("looks as far as patches lie apart", () => {
    expect(inPictures(1, { patchDistance: 2 })).toBe(
      "Looks at several patches nearby: 2.0 patches away on average (chance 4.0).",
    );
    expect(inPictures(1, { patchDistance: 2.1 })).toContain("several patches, near and far: 2.1 patches");
    expect(inPictures(1, { patchDistance: 5.3 })).toContain("several patches far away: 5.3 patches");
  });
});

describe("in cross-attention, a head", () => {
  const cross = { self: null, previous: null, next: null, distance: null, induction: null };

  it("looks at the other sequence, in which there are no offsets", () => {
    expect(say(cross, cross)).toBe("Looks at several tokens of the other sequence.");
    expect(say({ ...cross, first: 0.9 }, cross)).toBe(
      "Rests mostly on the first token of the other sequence: 90 % of its attention (chance 20 %).",
    );
    expect(say({ ...cross, entropy: 0.2 }, cross)).toBe(
      "Picks out few tokens at a time: its spread is 0.20 (chance 1.00).",
    );
  });
});

describe("every clause", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const chances = fc.record({
    self: fc.double({ min: 0, max: 0.5, noNaN: true }),
    previous: fc.double({ min: 0, max: 0.5, noNaN: true }),
    next: fc.double({ min: 0, max: 0.5, noNaN: true }),
    first: fc.double({ min: 0, max: 0.5, noNaN: true }),
    induction: fc.double({ min: 0, max: 0.5, noNaN: true }),
    distance: fc.double({ min: 1, max: 50, noNaN: true }),
  });
  const measured = fc.record({
    entropy: share,
    self: share,
    previous: share,
    next: share,
    first: share,
    induction: fc.option(share),
    distance: fc.double({ min: 0, max: 100, noNaN: true }),
  });

  it("is true to the numbers, and none is missing, whatever they are", () => {
    fc.assert(
      fc.property(measured, chances, (metrics, chance) => {
        const numbers = head(metrics, chance);
        expect(mistakesIn(readHead(text, numbers).text, numbers)).toEqual([]);
      }),
    );
  });

  it("is checked by a test that finds what is wrong", () => {
    const numbers = head({ first: 0.67, induction: 0.45 });
    const right = spaced(readHead(text, numbers).text);
    expect(mistakesIn(right, numbers)).toEqual([]);
    const wrong = [
      right.replace("67", "69"),
      right.replace("chance 20", "chance 8"),
      right.replace("mostly", "partly"),
      right.replace("Rests mostly on the first", "Looks mostly at the previous"),
      right.replace(/ For tokens.*/, ""),
      "An induction head: for tokens seen before, 45 % of its attention goes to what followed them then (chance 30 %).",
      "Looks further back.",
      PLAIN,
    ];
    for (const reading of wrong) expect(mistakesIn(reading, numbers)).not.toEqual([]);
  });
});
