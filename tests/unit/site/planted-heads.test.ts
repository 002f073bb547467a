/** What is said of heads whose weights are known. */
import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { headMetrics, type MetricsInput } from "#measures/head-metrics.ts";
import { PLACES } from "../../../src/site/reading/head-places.ts";
import { readHead } from "../../../src/site/head-reading.ts";
import { LEAST } from "../../../src/site/reading/head-shares.ts";
import { pictures, text } from "../../helpers/read-heads.ts";

const EVENLY = "Spreads its attention widely: its spread is 1.00 (chance 1.00).";

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
    expect(even.metrics.induction).toBeGreaterThan(LEAST.habit);
    expect(even.metrics.first).toBeGreaterThan(PLACES[2]?.least ?? 1);
    expect(even.metrics.self).toBeGreaterThan(PLACES[3]?.least ?? 1);
    expect(readHead(text, even).text).toBe(EVENLY);
  });

  it.each([[[2, 2, 2]], [[3, 5, 2]], [[1, 2, 1]], [[40, 12]]])(
    "is that alone, in both directions, in sequences of %j tokens",
    (lengths) => {
      expect(readHead(textsOf(lengths), planted(lengths, false, 0, nowhere)).text).toBe(EVENLY);
      expect(readHead(text, planted(lengths, true, 0, nowhere)).text).toBe(EVENLY);
    },
  );

  it("is that alone, in a picture, however few its patches", () => {
    for (const [columns, length] of [
      [2, 5],
      [1, 3],
      [4, 17],
    ] as const) {
      const even = planted([length, length], false, 0, nowhere, { grid: { columns, nSpecial: 1 } });
      expect(readHead(pictures(1), even).text).toBe(EVENLY);
    }
  });

  it("is that alone, where most of its weight goes to keys that are not shown", () => {
    const starts = Uint32Array.of(0, 4);
    const weights = new Float32Array(16).fill(1 / 1500);
    const even = headMetrics({ starts, weights, isCausal: false, ids: null, grid: null });
    expect(readHead(text, even).text).toBe(EVENLY);
  });

  it("is that there is no choice, where every token stands alone", () => {
    const alone = planted([1, 1, 1], true, 0, nowhere);
    expect(readHead(text, alone).text).toBe("Sees one token at a time, so it has nothing to choose from.");
  });
});

/** The manifest of texts of these lengths. */
function textsOf(lengths: readonly number[]): Manifest {
  const nTokens = lengths.reduce((sum, length) => sum + length, 0);
  return { ...text, dataset: { ...text.dataset, nTokens, nSequences: lengths.length } };
}

describe("what is said of a head with a habit", () => {
  it("is the habit: tokens before, first and self", () => {
    const lengths = [6, 9, 4];
    const text = textsOf(lengths);
    const before = planted(lengths, true, 0.7, (row) => row - 1);
    expect(readHead(text, before).text).toMatch(/^Looks mostly at the previous token: /);
    const first = planted(lengths, true, 0.7, () => 0);
    expect(readHead(text, first).text).toMatch(/^Rests mostly on the first token: /);
    const itself = planted(lengths, true, 0.7, (row) => row);
    expect(readHead(text, itself).text).toMatch(/^Looks mostly at the token itself: /);
    const after = planted(lengths, false, 0.7, (row) => row + 1);
    expect(readHead(text, after).text).toMatch(/^Looks mostly at the next token: /);
  });

  it("is the offset, before and after, where texts are long enough for one", () => {
    const lengths = [40, 25, 31];
    for (const [offset, name] of [
      [-2, "two before"],
      [-3, "three before"],
      [-8, "eight before"],
      [2, "two after"],
      [5, "five after"],
    ] as const) {
      const head = planted(lengths, false, 0.7, (row) => row + offset);
      expect(readHead({ ...textsOf(lengths), causal: false }, head).text).toMatch(
        new RegExp(`^Looks mostly at the token ${name}: 7\\d.% of its attention \\(chance 3.%\\)\\.$`),
      );
    }
    const causal = planted(lengths, true, 0.7, (row) => row - 2);
    expect(readHead(textsOf(lengths), causal).text).toMatch(/^Looks mostly at the token two before: /);
  });

  it("is the first token, and no offset, where texts are short", () => {
    for (const lengths of [
      [6, 9, 4],
      [9, 9, 9],
      [3, 20, 4],
      [12, 11],
    ]) {
      const first = planted(lengths, true, 0.9, () => 0);
      expect(readHead(textsOf(lengths), first).text).toMatch(/^Rests mostly on the first token: [^.]*\.$/);
    }
  });

  it("is the same token, where copies are looked for", () => {
    const { lengths, ids } = REPEATING;
    const copy = (row: number, start: number): number =>
      ids.slice(start, start + row).lastIndexOf(ids[start + row] ?? 0);
    const causal = planted(lengths, true, 0.9, copy, { ids });
    expect(readHead(textsOf(lengths), causal).text).toMatch(
      /^A duplicate-token head: for tokens seen before, .* earlier copies/,
    );
    const anyCopy = (row: number, start: number): number => {
      const length = lengths.find((_, s) => lengths.slice(0, s).reduce((a, b) => a + b, 0) === start) ?? 0;
      return Array.from({ length }, (_, key) => key).findIndex(
        (key) => key !== row && ids[start + key] === ids[start + row],
      );
    };
    const both = planted(lengths, false, 0.9, anyCopy, { ids });
    expect(readHead({ ...textsOf(lengths), causal: false }, both).text).toMatch(
      /^A duplicate-token head: for tokens that occur again, .* other copies/,
    );
  });

  it("is the row, the column, the objects or the same object in pictures, whichever alone accounts for it", () => {
    const [columns, length] = [6, 37];
    const objects = Array.from({ length: 2 * length }, (_, token) => {
      const patch = (token % length) - 1;
      return patch < 0 || patch % 7 > 2 ? 0 : 1 + (patch % 2);
    });
    const rest = { grid: { columns, nSpecial: 1 }, objects };
    /** Weight on one of the keys that are alike, another one for every query. */
    const among =
      (isAlike: (own: number, other: number, start: number) => boolean) => (row: number, start: number) => {
        const patches = Array.from({ length: length - 1 }, (_, patch) => patch);
        const alike = patches.filter((patch) => row > 0 && isAlike(row - 1, patch, start));
        return 1 + (alike[(row * 5) % Math.max(1, alike.length)] ?? -2);
      };
    const say = (choose: (row: number, start: number) => number, share = 0.8): string =>
      readHead(pictures(1), planted([length, length], false, share, choose, rest)).text;
    const shows = (patch: number, start: number): number => objects[start + 1 + patch] ?? 0;
    expect(say(among((own, other) => Math.floor(own / 6) === Math.floor(other / 6)))).toMatch(
      /^Looks mostly at patches in the same row: /,
    );
    expect(say(among((own, other) => own % 6 === other % 6))).toMatch(
      /^Looks mostly at patches in the same column: /,
    );
    expect(say(among((_, other, start) => shows(other, start) > 0))).toMatch(/^Looks mostly at objects: /);
    expect(
      say(among((own, other, start) => shows(own, start) > 0 && shows(own, start) === shows(other, start))),
    ).toMatch(/^Looks mostly within the same object: from an object, /);
    // A patch's own place lies in its row, its column and its object, and accounts for all of them.
    expect(say((row) => row, 0.7)).toMatch(/^Looks mostly at the patch itself: [^.]*\.$/);
  });

  it("is induction, where what followed an earlier copy is looked for", () => {
    const { lengths, ids } = REPEATING;
    const follower = (row: number, start: number): number => {
      const earlier = ids.slice(start, start + row - 1).lastIndexOf(ids[start + row] ?? 0);
      return earlier < 0 ? -1 : earlier + 1;
    };
    const induction = planted(lengths, true, 0.8, follower, { ids });
    expect(readHead(textsOf(lengths), induction).text).toMatch(/^An induction head: /);
  });

  it("speaks of patches in pictures, and of a token in front of them only where there is one", () => {
    const grid = { columns: 3, nSpecial: 0 };
    const first = planted([9, 9], false, 0.9, () => 0, { grid });
    expect(readHead(pictures(0), first).text).toMatch(/^Rests mostly on the first patch: /);
    expect(readHead(pictures(1), first).text).toMatch(/^Rests mostly on the token before the patches: /);
    const before = planted([9, 9], false, 0.9, (row) => row - 1, { grid });
    expect(readHead(pictures(0), before).text).toMatch(
      /^Looks mostly at the previous patch in reading order: /,
    );
  });
});
