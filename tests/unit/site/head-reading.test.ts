import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { HeadMetrics } from "#measures/metrics.ts";
import { readHead } from "../../../src/site/head-reading.ts";
import { mistakesIn } from "../../helpers/check-reading.ts";
import { showsHabit } from "../../helpers/reading-numbers.ts";
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

describe("a head that looks elsewhere", () => {
  const far = { "offset-2": 0.07, "offset-3": 0.07, offset2: 0.07, offset3: 0.07 };
  const both = { ...text, causal: false };

  it("is known by how far before or after a token it looks", () => {
    expect(say({ "offset-2": 0.68 }, far)).toBe(
      "Looks mostly at the token two before: 68 % of its attention (chance 7 %).",
    );
    expect(say({ offset3: 0.59, offset2: 0.24 }, far, both)).toBe(
      "Looks mostly at the token three after: 59 % of its attention (chance 7 %). 24 % goes to the token two after (chance 7 %).",
    );
    expect(say({ "offset-2": 0.27, "offset-3": 0.26 }, far)).toBe(
      "Divides most of its attention between the token two before (27 %, chance 7 %) and the token three before (26 %, chance 7 %).",
    );
  });

  it("is known by the same token elsewhere, or earlier in a causal model", () => {
    const copies = { duplicate: 0.38 };
    expect(say(copies, { duplicate: 0.06 })).toBe(
      "A duplicate-token head: for tokens seen before, 38 % of its attention goes to their earlier copies (chance 6 %).",
    );
    expect(say({ ...copies, self: 0.4 }, { duplicate: 0.06 }, both)).toBe(
      "A duplicate-token head: for tokens that occur again, 38 % of its attention goes to their other copies (chance 6 %). 40 % goes to the token itself (chance 20 %).",
    );
    expect(say({ duplicate: 0.24, first: 0.6 }, { duplicate: 0.06 })).toBe(
      "Rests mostly on the first token: 60 % of its attention (chance 20 %). For tokens seen before, 24 % of its attention goes to their earlier copies (chance 6 %).",
    );
  });

  it("is known, in a picture, by the row, the column, the objects or its own object", () => {
    const chance = { sameRow: 0.12, sameColumn: 0.12, objects: 0.24, sameObject: 0.23 };
    const inPicture = (metrics: Partial<HeadMetrics>): string =>
      say({ patchDistance: 4, ...metrics }, { patchDistance: 4, ...chance }, pictures(1));
    expect(inPicture({ sameRow: 0.43, objects: 0.4 })).toBe(
      "Looks partly at patches in the same row: 43 % of its attention (chance 12 %). 40 % goes to objects (chance 24 %).",
    );
    expect(inPicture({ sameColumn: 0.55 })).toBe(
      "Looks mostly at patches in the same column: 55 % of its attention (chance 12 %).",
    );
    expect(inPicture({ sameObject: 0.88, objects: 0.61 })).toBe(
      "Looks mostly within the same object: from an object, 88 % of its attention stays on it (chance 23 %). 61 % goes to objects (chance 24 %).",
    );
    // What goes to objects from everywhere goes to the same one, too.
    expect(inPicture({ sameObject: 0.7, objects: 0.68 })).toBe(
      "Looks mostly at objects: 68 % of its attention (chance 24 %).",
    );
  });
});

describe("a head whose map one color sorts", () => {
  const sorted = (share: number, metrics: Partial<HeadMetrics> = {}, color = "position") =>
    readHead(text, { ...head(metrics), explained: { attention2: [{ color, share }] } });
  const PREVIOUS = "Looks mostly at the previous token: 81 % of its attention (chance 20 %).";

  it("is known by it where it is known by nothing else", () => {
    const { text: said, habit } = sorted(0.93);
    expect(spaced(said)).toBe(
      `Sorts by position, which explains 93 % of the Attention map (chance 0). ${PLAIN}`,
    );
    expect(habit).toMatchObject({ title: "Sorts by position", strength: 0.93 });
    const label = sorted(0.77, {}, "partOfSpeech");
    expect(spaced(label.sentences[0] ?? "")).toBe(
      "Sorts by the label “part of speech”, which explains 77 % of the Attention map (chance 0).",
    );
    expect(label.habit?.title).toBe("Sorts by part of speech");
  });

  it("is known by what it does, with a sentence on its map behind that", () => {
    const { text: said, habit } = sorted(0.93, { previous: 0.81 });
    expect(spaced(said)).toBe(`${PREVIOUS} Position explains 93 % of the Attention map (chance 0).`);
    expect(habit?.title).toBe("Previous token");
  });

  it("is not known by a color that explains less than half, or that query and key equal", () => {
    expect(sorted(0.49)).toMatchObject({ text: PLAIN, habit: null });
    const shares = [{ color: "position", share: 0.49 }];
    const chosen = readHead({ ...text, color: "position" }, { ...head(), explained: { attention2: shares } });
    expect(spaced(chosen.text)).toBe(`${PLAIN} Position explains 49 % of the Attention map (chance 0).`);
    expect(chosen.habit).toBeNull();
    const roles = [
      { color: "position", share: 0.93 },
      { color: "role", share: 0.9 },
    ];
    expect(readHead(text, { ...head(), explained: { attention2: roles } })).toMatchObject({
      text: PLAIN,
      habit: null,
    });
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
  const low = fc.double({ min: 0, max: 0.5, noNaN: true });
  /** Mostly small, as shares are that sum to one: else a sentence would never be without a habit. */
  const some = fc.oneof(
    { weight: 3, arbitrary: fc.double({ min: 0, max: 0.2, noNaN: true }) },
    { weight: 1, arbitrary: share },
  );
  const ofAll = ["self", "previous", "next", "first"];
  const before = [8, 7, 6, 5, 4, 3, 2].map((offset) => `offset-${offset}`);
  const after = [2, 3, 4, 5, 6, 7, 8].map((offset) => `offset${offset}`);
  const inTexts = [...ofAll, "induction", "duplicate", ...before];
  const inPatches = [...ofAll, "sameRow", "sameColumn", "objects", "sameObject"];
  const each = <Value>(
    names: readonly string[],
    value: fc.Arbitrary<Value>,
  ): fc.Arbitrary<Record<string, Value>> => fc.record(Object.fromEntries(names.map((name) => [name, value])));
  const distance = fc.double({ min: 0.5, max: 100, noNaN: true });
  const heads = (names: readonly string[]): fc.Arbitrary<HeadNumbers> =>
    fc
      .tuple(each(names, fc.option(some)), each(names, low), share, distance, distance)
      .map(([metrics, chance, entropy, own, byChance]) => {
        const patchDistance = names === inPatches ? own : null;
        return head(
          { ...metrics, first: metrics["first"] ?? 0, entropy, distance: own, patchDistance },
          { ...chance, distance: byChance, patchDistance: patchDistance && byChance },
        );
      });
  const bothWays = { ...text, causal: false };
  const about = { map: "attention2" };
  const color = fc
    .tuple(
      fc.constantFrom("role", "position", "frequency", "punctuation", "partOfSpeech", "norm"),
      share,
      fc.constantFrom(false, false, true),
    )
    .map(([name, of, isPartial]) => ({ color: name, share: of, ...(isPartial ? { isPartial } : {}) }));
  const explained = fc
    .uniqueArray(color, { selector: (each) => each.color })
    .map((shares) => ({ attention2: shares.toSorted((a, b) => b.share - a.share) }));

  it.each([
    ["texts that are read one way", text, inTexts],
    ["texts that are read both ways", bothWays, [...inTexts, ...after]],
    ["pictures", pictures(1), inPatches],
  ] as const)("is true to the numbers, and none is missing, whatever they are: %s", (_, manifest, names) => {
    fc.assert(
      fc.property(heads(names), (numbers) => {
        expect(mistakesIn(readHead(manifest, numbers).text, numbers)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("says what sorts the map, and knows a head by it that is known by nothing else, whatever the numbers are", () => {
    fc.assert(
      fc.property(heads(inTexts), explained, (numbers, shares) => {
        const row = { ...numbers, explained: shares };
        expect(mistakesIn(readHead(text, row).text, row, about)).toEqual([]);
        expect(readHead(text, row).habit !== null).toBe(showsHabit(row, about));
      }),
      { numRuns: 300 },
    );
  });

  it("speaks of no offset that few tokens of short texts see", () => {
    fc.assert(
      fc.property(heads([...inTexts, ...after]), fc.integer({ min: 1, max: 40 }), (numbers, length) => {
        const short = { ...bothWays, dataset: { ...text.dataset, nTokens: 30 * length } };
        expect(mistakesIn(readHead(short, numbers).text, numbers, { meanLength: length })).toEqual([]);
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
