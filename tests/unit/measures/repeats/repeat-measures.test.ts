import { describe, expect, it } from "vitest";
import { measureRepeats, repeatsByChance, REPEAT_ROWS } from "#measures/repeats/repeat-measures.ts";

const LAYOUT = { nBefore: 1, period: 4 };
const LENGTH = 9;

/** All weight of a query on one key. */
const planted = (keyOf: (query: number) => number) =>
  measureRepeats(3, LAYOUT, (_, query, key) => (keyOf(query) === key ? 1 : 0));

describe("measures on repeated tokens", () => {
  it.each([
    ["repeats.prefix-matching", (i: number) => i - 3],
    ["repeats.duplicate", (i: number) => i - 4],
    ["repeats.previous", (i: number) => i - 1],
    ["repeats.first", () => 0],
  ])("give %s, and nothing else, to a head that does only this", (id, keyOf) => {
    const scores = planted(keyOf);
    for (const row of REPEAT_ROWS) expect(scores[row.id], row.id).toBe(row.id === id ? 1 : 0);
  });

  it("have a chance of one key among those that a query sees", () => {
    // Queries 5 to 8 see 6 to 9 keys.
    const causal = repeatsByChance(LAYOUT, LENGTH, true)["repeats.duplicate"];
    expect(causal).toBeCloseTo((1 / 6 + 1 / 7 + 1 / 8 + 1 / 9) / 4, 12);
    expect(repeatsByChance(LAYOUT, LENGTH, false)["repeats.duplicate"]).toBeCloseTo(1 / 9, 12);
  });
});
