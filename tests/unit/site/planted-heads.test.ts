/** What is said of heads whose weights are known. */
import { describe, expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { headMetrics, type MetricsInput } from "#measures/head-metrics.ts";
import { PLACES } from "../../../src/site/head-places.ts";
import { readHead } from "../../../src/site/head-reading.ts";
import { LEAST } from "../../../src/site/head-shares.ts";
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
    expect(even.metrics.induction).toBeGreaterThan(LEAST.induction);
    expect(even.metrics.first).toBeGreaterThan(PLACES[2]?.least ?? 1);
    expect(even.metrics.self).toBeGreaterThan(PLACES[3]?.least ?? 1);
    expect(readHead(text, even).text).toBe(EVENLY);
  });

  it.each([[[2, 2, 2]], [[3, 5, 2]], [[1, 2, 1]], [[40, 12]]])(
    "is that alone, in both directions, in sequences of %j tokens",
    (lengths) => {
      expect(readHead(text, planted(lengths, false, 0, nowhere)).text).toBe(EVENLY);
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

describe("what is said of a head with a habit", () => {
  it("is the habit: tokens before, first and self", () => {
    const lengths = [6, 9, 4];
    const before = planted(lengths, true, 0.7, (row) => row - 1);
    expect(readHead(text, before).text).toMatch(/^Looks mostly at the previous token: /);
    const first = planted(lengths, true, 0.7, () => 0);
    expect(readHead(text, first).text).toMatch(/^Rests mostly on the first token: /);
    const itself = planted(lengths, true, 0.7, (row) => row);
    expect(readHead(text, itself).text).toMatch(/^Looks mostly at the token itself: /);
    const after = planted(lengths, false, 0.7, (row) => row + 1);
    expect(readHead(text, after).text).toMatch(/^Looks mostly at the next token: /);
  });

  it("is induction, where what followed an earlier copy is looked for", () => {
    const { lengths, ids } = REPEATING;
    const follower = (row: number, start: number): number => {
      const earlier = ids.slice(start, start + row - 1).lastIndexOf(ids[start + row] ?? 0);
      return earlier < 0 ? -1 : earlier + 1;
    };
    const induction = planted(lengths, true, 0.8, follower, { ids });
    expect(readHead(text, induction).text).toMatch(/^An induction head: /);
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
