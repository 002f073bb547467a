import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { HeadMetrics } from "#measures/metrics.ts";
import { headMetrics, type MetricsInput } from "#measures/head-metrics.ts";
import { habitRows } from "../../../src/site/head-habits.ts";
import { HABITS, LEAST, notableHeads, readHead } from "../../../src/site/head-reading.ts";

/** What even weights score, as on sequences of a dozen tokens. */
const CHANCE: HeadMetrics = {
  entropy: 1,
  self: 0.2,
  previous: 0.2,
  next: 0.1,
  first: 0.2,
  induction: 0.3,
  distance: 6,
  patchDistance: null,
};

const text = { dataset: { kind: "text" }, causal: true, patches: null, towers: [] } as unknown as Manifest;
const pictures = (nSpecial: number): Manifest =>
  ({ ...text, dataset: { kind: "images" }, causal: false, patches: { nSpecial } }) as unknown as Manifest;

const EVENLY = "Spreads its attention widely.";

/** A head at chance, apart from what is given; neither focused nor spread. */
function head(metrics: Partial<HeadNumbers["metrics"]> = {}, chance: Partial<HeadMetrics> = {}): HeadNumbers {
  const own = { ...CHANCE, ...chance };
  return { head: "L0H0", chance: own, metrics: { ...own, entropy: 0.7, ...metrics } } as HeadNumbers;
}

/** A head of short sequences: query `row` puts `share` of its weight on the key chosen, and the rest evenly on all it sees. */
function planted(
  lengths: readonly number[],
  isCausal: boolean,
  share: number,
  choose: (row: number, start: number) => number,
  rest: Partial<MetricsInput> = {},
): Pick<HeadNumbers, "metrics" | "chance"> {
  const weights: number[] = [];
  const starts = [0];
  for (const length of lengths) {
    const start = starts.at(-1);
    for (let row = 0; row < length; row++) {
      const nKeys = isCausal ? row + 1 : length;
      const chosen = choose(row, start);
      const isThere = chosen >= 0 && chosen < nKeys;
      for (let key = 0; key < length; key++) {
        const even = key < nKeys ? 1 / nKeys : 0;
        weights.push(isThere ? (1 - share) * even + (key === chosen ? share : 0) : even);
      }
    }
    starts.push(start + length);
  }
  return headMetrics({
    starts: Uint32Array.from(starts),
    weights: Float32Array.from(weights),
    isCausal,
    ids: null,
    grid: null,
    ...rest,
  });
}

/** `a b a b`, and `a a`: nearly every token is a repeat. */
const REPEATING = { lengths: [4, 4, 2, 3], ids: [1, 2, 1, 2, 3, 4, 3, 4, 5, 5, 6, 7, 6] };

describe("what is said of a head that looks everywhere alike", () => {
  const nowhere = (): number => -1;

  it("is that alone, in short causal sequences, whose first tokens see little else", () => {
    const { lengths, ids } = REPEATING;
    const even = planted(lengths, true, 0, nowhere, { ids });
    expect(even.metrics.induction).toBeGreaterThan(LEAST.induction);
    expect(even.metrics.first).toBeGreaterThan(LEAST.first);
    expect(even.metrics.self).toBeGreaterThan(LEAST.self);
    expect(readHead(text, even)).toBe(EVENLY);
  });

  it.each([[[2, 2, 2]], [[3, 5, 2]], [[1, 2, 1]], [[40, 12]]])(
    "is that alone, in both directions, in sequences of %j tokens",
    (lengths) => {
      expect(readHead(text, planted(lengths, false, 0, nowhere))).toBe(EVENLY);
      expect(readHead(text, planted(lengths, true, 0, nowhere))).toBe(EVENLY);
    },
  );

  it("is that alone, in a picture, however few its patches", () => {
    for (const [columns, length] of [
      [2, 5],
      [1, 3],
      [4, 17],
    ] as const) {
      const even = planted([length, length], false, 0, nowhere, { grid: { columns, nSpecial: 1 } });
      expect(readHead(pictures(1), even)).toBe(EVENLY);
    }
  });

  it("is that alone, where most of its weight goes to keys that are not shown", () => {
    const starts = Uint32Array.of(0, 4);
    const weights = new Float32Array(16).fill(1 / 1500);
    const even = headMetrics({ starts, weights, isCausal: false, ids: null, grid: null });
    expect(readHead(text, even)).toBe(EVENLY);
  });

  it("is that there is no choice, where every token stands alone", () => {
    const alone = planted([1, 1, 1], true, 0, nowhere);
    expect(readHead(text, alone)).toBe("Sees one token at a time, so it has nothing to choose from.");
  });
});

describe("what is said of a head with a habit", () => {
  it("is the habit: tokens before, first and self", () => {
    const lengths = [6, 9, 4];
    const before = planted(lengths, true, 0.7, (row) => row - 1);
    expect(readHead(text, before)).toBe("Looks mostly at the previous token.");
    const first = planted(lengths, true, 0.7, () => 0);
    expect(readHead(text, first)).toBe("Rests on the first token.");
    const itself = planted(lengths, true, 0.7, (row) => row);
    expect(readHead(text, itself)).toBe("Looks mostly at the token itself.");
    const after = planted(lengths, false, 0.7, (row) => row + 1);
    expect(readHead(text, after)).toBe("Looks mostly at the next token.");
  });

  it("is induction, where what followed an earlier copy is looked for", () => {
    const { lengths, ids } = REPEATING;
    const follower = (row: number, start: number): number => {
      const earlier = ids.slice(start, start + row - 1).lastIndexOf(ids[start + row] ?? 0);
      return earlier < 0 ? -1 : earlier + 1;
    };
    const induction = planted(lengths, true, 0.8, follower, { ids });
    expect(readHead(text, induction)).toContain("an induction head");
  });

  it("speaks of patches in pictures, and of a token in front of them only where there is one", () => {
    const grid = { columns: 3, nSpecial: 0 };
    const first = planted([9, 9], false, 0.9, () => 0, { grid });
    expect(readHead(pictures(0), first)).toBe("Rests on the first patch.");
    expect(readHead(pictures(1), first)).toBe("Rests on the token before the patches.");
    const before = planted([9, 9], false, 0.9, (row) => row - 1, { grid });
    expect(readHead(pictures(0), before)).toBe("Looks mostly at the previous patch, in reading order.");
  });

  it("is nearness, where the distance is at most half of what chance gives", () => {
    expect(readHead(text, head({ distance: 3 }))).toBe("Looks at several tokens nearby.");
    expect(readHead(text, head({ distance: 3.01 }))).toBe("Looks at several tokens, near and far.");
    expect(readHead(text, head({ distance: 7.79 }))).toBe("Looks at several tokens, near and far.");
    expect(readHead(text, head({ distance: 7.81 }))).toBe("Looks at several tokens far away.");
    const inPicture = (patchDistance: number): string =>
      readHead(pictures(1), head({ patchDistance }, { patchDistance: 4 }));
    expect(inPicture(2)).toBe("Looks around its own position in the picture.");
    expect(inPicture(2.1)).toBe("Looks at patches all over the picture.");
    expect(inPicture(5.3)).toBe("Looks at patches far from its own.");
  });

  it("is said of the other sequence in cross-attention", () => {
    const cross = { self: null, previous: null, next: null, distance: null, induction: null };
    expect(readHead(text, head(cross, cross))).toBe("Looks at several tokens of the other sequence.");
    const first = "Rests on the first token of the other sequence.";
    expect(readHead(text, head({ ...cross, first: 0.9 }, cross))).toBe(first);
  });
});

describe("the least that must be shown", () => {
  const shown = HABITS.filter(({ name }) => name !== "focused");

  it.each(shown)("is counted from chance: $name", ({ name, measure, reading }) => {
    const chance = CHANCE[measure] ?? 0;
    const at = (share: number): HeadNumbers => head({ [measure]: chance + share * (1 - chance) });
    expect(readHead(text, at(LEAST[name] + 1e-9))).toBe(reading);
    expect(readHead(text, at(LEAST[name] - 0.001))).not.toBe(reading);
    // What would have been enough, had chance been nothing.
    expect(readHead(text, head({ [measure]: LEAST[name] }))).not.toBe(reading);
  });

  it("is an entropy of 0.4 for few tokens at a time, and more than 0.85 for a wide spread", () => {
    expect(readHead(text, head({ entropy: 0.4 }))).toBe("Picks out few tokens at a time.");
    expect(readHead(text, head({ entropy: 0.41 }))).toBe("Looks at several tokens, near and far.");
    expect(readHead(text, head({ entropy: 0.85 }))).toBe("Looks at several tokens, near and far.");
    expect(readHead(text, head({ entropy: 0.86 }))).toBe(EVENLY);
  });

  it("is never reached where even chance leaves nothing else", () => {
    expect(readHead(text, head({ first: 1 }, { first: 1 }))).toBe("Looks at several tokens, near and far.");
  });
});

describe("an atlas from before chance was measured", () => {
  const { chance, ...older } = head({ induction: 0.9, first: 0.9 });

  it("has its numbers, and no habits", () => {
    expect(chance).toEqual(CHANCE);
    expect(readHead(text, older)).toContain("build it again");
    expect(readHead(text, { ...older, metrics: { ...older.metrics, entropy: 0.9 } })).toBe(EVENLY);
    expect(notableHeads(text, [older])).toEqual([]);
    expect(habitRows(text, older).map(({ score }) => score)).toEqual([
      "0.70",
      "0.20",
      "0.90",
      "0.90",
      "0.20",
      "6.00",
    ]);
  });
});

describe("heads worth a look", () => {
  const row = (name: string, metrics: Partial<HeadNumbers["metrics"]>): HeadNumbers => ({
    ...head(metrics),
    head: name,
  });
  const rows = [
    row("L0H0", { previous: 0.42 }),
    row("L0H1", { induction: 0.6, first: 0.9 }),
    row("L0H2", { first: 0.7, previous: 0.43 }),
    row("L0H3", { first: 0.6 }),
    row("L1H0", { self: 0.45 }),
  ];

  it("are the strongest of those whose own page says so", () => {
    const notable = notableHeads(text, rows);
    expect(notable.map(({ head, shown }) => [head, shown?.name, shown?.score])).toEqual([
      ["L0H1", "Induction", "0.60 (chance 0.30)"],
      // L0H2 looks at the token before, too, but less than its page would say; L0H1 is said to do something rarer.
      ["L0H2", "First token", "0.70 (chance 0.20)"],
    ]);
    for (const { reading, head } of notable)
      expect(reading).toBe(readHead(text, rows.find((row) => row.head === head) ?? rows[0]!));
  });

  it("are none where no head has a habit", () => {
    expect(notableHeads(text, [head(), head({ previous: 0.3 })])).toEqual([]);
  });

  it("are read in the words of their own tower", () => {
    const tower = { name: "vision", heads: [1], reads: { kind: "images", patches: { nSpecial: 0 } } };
    const both = { ...text, towers: [{ name: "text", heads: [1] }, tower] } as unknown as Manifest;
    const [notable] = notableHeads(both, [row("vision-L0H0", { first: 0.9 })]);
    expect(notable?.reading).toBe("Rests on the first patch.");
  });
});

describe("the rows of numbers", () => {
  it("show beside each number what chance gives, and nothing that does not apply", () => {
    const rows = habitRows(text, head({ induction: null, first: 0.45 }, { induction: null }));
    expect(rows.map(({ name, score }) => [name, score])).toEqual([
      ["Spread", "0.70 (chance 1.00)"],
      ["Previous token", "0.20 (chance 0.20)"],
      ["First token", "0.45 (chance 0.20)"],
      ["Induction", null],
      ["Itself", "0.20 (chance 0.20)"],
      ["Distance", "6.00 (chance 6.00)"],
    ]);
  });

  it("hold every measure that a head can be said to have, in text and pictures", () => {
    const bothWays = { ...text, causal: false };
    const names = (manifest: Manifest): string[] => habitRows(manifest, head()).map(({ name }) => name);
    expect(names(bothWays)).toEqual([
      "Spread",
      "Previous token",
      "Next token",
      "First token",
      "Induction",
      "Itself",
      "Distance",
    ]);
    const inPictures = ["Spread", "Previous patch", "Next patch", "First token", "Itself", "Distance"];
    expect(names(pictures(1))).toEqual(inPictures);
    expect(names(pictures(0))).toEqual(inPictures.with(3, "First patch"));
  });
});
