import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import { asClasses, seenPairs } from "#atlas/search/ask-classes.ts";
import { openSearch } from "#atlas/search/open-search.ts";
import { rankByWeight, type RankedHead } from "#atlas/search/rank-heads.ts";
import { classMembers, searchClasses } from "#atlas/search/search-classes.ts";
import { meanByte, shareByte } from "#atlas/search/search-index.ts";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { findTokens } from "#drawing/search/find-tokens.ts";
import { seededRandom } from "#math/random.ts";
import { classesOf, LEAST_MEAN } from "#pipeline/measure/search-numbers.ts";
import { classWeights } from "#math/search/class-weights.ts";
import type { OutputFile } from "#pipeline/pack/outputs/output.ts";
import type { SearchHead } from "#pipeline/pack/outputs/search-head.ts";
import { indexWithin } from "#pipeline/pack/outputs/search-index.ts";
import { manifestOf, TEXT } from "../../../helpers/tiny-tables.ts";

const WORDS = ["he", "she", "Anna", "Tom", "the", "river", ".", "gave"];

interface Texts {
  readonly sequences: readonly (readonly string[])[];
  readonly isCausal: boolean;
  /** By head and sequence, [length²]. */
  readonly weights: readonly (readonly Float32Array[])[];
}

/** Heads that prefer some words to others, each in its own way. */
function texts(seed: number, isCausal: boolean, nHeads = 5): Texts {
  const random = seededRandom(seed);
  const sequences = Array.from({ length: 6 }, () =>
    Array.from({ length: 2 + Math.floor(random() * 12) }, () => WORDS[Math.floor(random() * WORDS.length)]!),
  );
  const weights = Array.from({ length: nHeads }, () => {
    const taste = new Map(WORDS.map((word) => [word, random() ** 6]));
    return sequences.map((words) =>
      Float32Array.from(
        words.flatMap((_, query) => {
          const row = words.map((word, key) =>
            isCausal && key > query ? 0 : taste.get(word)! * random() + 1e-3,
          );
          const sum = row.reduce((a, b) => a + b);
          return row.map((weight) => weight / sum);
        }),
      ),
    );
  });
  return { sequences, isCausal, weights };
}

function tableOf({ sequences }: Texts): TokenTable {
  const tokens = sequences.flat();
  const starts = [0];
  for (const words of sequences) starts.push(starts.at(-1) + words.length);
  return tokenTable({
    tokens,
    starts: Uint32Array.from(starts),
    special: new Uint8Array(tokens.length),
    sequenceLabels: new Map([["kind", sequences.map((_, s) => (s % 2 === 0 ? "story" : "list"))]]),
    tokenLabels: new Map([["isName", tokens.map((word) => (/^[A-Z]/.test(word) ? "name" : null))]]),
  });
}

function headsOf(given: Texts): SearchHead[] {
  const table = tableOf(given);
  const classes = classesOf(table)!;
  return given.weights.map((ofHead) => {
    const weights = Float32Array.from(ofHead.flatMap((own) => [...own]));
    const found = classWeights(
      { starts: table.starts, weights, isCausal: given.isCausal },
      classes,
      LEAST_MEAN,
    );
    const means = Uint8Array.from(found.means, meanByte);
    return {
      ...found,
      means,
      isCausal: given.isCausal,
      shares: new Uint8Array(classes.nClasses).fill(shareByte(NaN)),
    };
  });
}

function manifestFor(given: Texts): Manifest {
  return { ...manifestOf(TEXT), towers: [{ heads: [given.weights.length] }], causal: given.isCausal };
}

async function rank(given: Texts, search: string, budget = Infinity): Promise<readonly RankedHead[]> {
  const table = tableOf(given);
  const files = new Map<string, Uint8Array>(indexWithin(budget, headsOf(given)));
  const classes = searchClasses(table)!;
  const members = classMembers(classes);
  const opened = await openSearch(
    (file) => Promise.resolve(files.get(file)!),
    manifestFor(given),
    classes.nClasses,
  );
  const pair = findTokens(table, search)!.pair!;
  const from = pair.from ? asClasses(classes, members, pair.from)!.classes : [classes.any];
  const to = asClasses(classes, members, pair.to)!;
  const column = classes.columns.find(({ label }) => label === to.label)!;
  const seen = seenPairs(table, members, from, { column, classes: to.classes }, given.isCausal);
  return rankByWeight(await opened.classes(from), opened.index.nHeads, opened.index.floor, () => seen);
}

/** Counted from the weights, word by word, without classes or an index. */
function exact(given: Texts, isFrom: (word: string) => boolean, isTo: (word: string) => boolean): number[] {
  return given.weights.map((ofHead) => {
    let [sum, n] = [0, 0];
    given.sequences.forEach((words, s) => {
      words.forEach((word, query) => {
        const keys = [...words.keys()].filter(
          (key) => (!given.isCausal || key <= query) && isTo(words[key]!),
        );
        if (!isFrom(word) || keys.length === 0) return;
        n++;
        for (const key of keys) sum += ofHead[s]![query * words.length + key]!;
      });
    });
    return n > 0 ? sum / n : NaN;
  });
}

/** A byte of the index is √mean × 255. */
const STEP = 1 / 255;
const SEARCHES: readonly [string, (word: string) => boolean, (word: string) => boolean][] = [
  ['"he" → Anna', (word) => word === "he", (word) => word === "Anna"],
  ["he → Anna, Tom", (word) => word.includes("he"), (word) => word === "Anna" || word === "Tom"],
  ["→ river", () => true, (word) => word === "river"],
  ["the → isName:name", (word) => word === "the", (word) => /^[A-Z]/.test(word)],
  ["isName:name -> .", (word) => /^[A-Z]/.test(word), (word) => word === "."],
];

describe("the search index", () => {
  it.each(SEARCHES)(
    "gives exact weights and ranks, or says what it does not know: %s",
    async (search, from, to) => {
      for (const isCausal of [true, false]) {
        for (let seed = 0; seed < 8; seed++) {
          const given = texts(seed, isCausal);
          const wanted = exact(given, from, to);
          const ranked = await rank(given, search);
          for (const { head, share, atMost } of ranked) {
            expect(share).toBeLessThanOrEqual(wanted[head]! + STEP);
            expect(atMost).toBeGreaterThanOrEqual(wanted[head]! - STEP);
            // Where nothing is left out, it is the number itself.
            if (atMost === share) expect(Math.abs(share - wanted[head]!)).toBeLessThan(STEP);
          }
          const whole = ranked.filter(({ atMost, share }) => atMost === share);
          whole.slice(1).forEach(({ head }, i) => {
            expect(wanted[head]).toBeLessThanOrEqual(wanted[whole[i]!.head]! + 2 * STEP);
          });
          // All heads have a place, so that what one may give at most is known of each.
          if (ranked.length > 0) expect(ranked).toHaveLength(given.weights.length);
        }
      }
    },
  );

  it("does not depend on the order of sequences", async () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.nat(50), fc.boolean(), order, async (seed, isCausal, places) => {
        const given = texts(seed, isCausal);
        const turned = {
          ...given,
          sequences: places.map((s) => given.sequences[s]!),
          weights: given.weights.map((ofHead) => places.map((s) => ofHead[s]!)),
        };
        const [one, other] = [await rank(given, "he → Anna, Tom"), await rank(turned, "he → Anna, Tom")];
        const byHead = (ranked: readonly RankedHead[]): RankedHead[] =>
          ranked.toSorted((a, b) => a.head - b.head);
        expect(other).toHaveLength(one.length);
        byHead(other).forEach((own, i) => {
          const { share, chance } = byHead(one)[i]!;
          expect(own.share).toBeCloseTo(share, 2);
          expect(own.chance).toBeCloseTo(chance, 9);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("gives the same bytes for the same heads", () => {
    expect(indexWithin(Infinity, headsOf(texts(3, true)))).toEqual(
      indexWithin(Infinity, headsOf(texts(3, true))),
    );
  });

  it("raises its floor until it fits, and says so", async () => {
    const given = texts(1, true, 40);
    const size = (files: readonly OutputFile[]): number =>
      files.reduce((sum, [, { length }]) => sum + length, 0);
    const floorOf = (files: readonly OutputFile[]): number =>
      (JSON.parse(new TextDecoder().decode(files[0]![1])) as { floor: number }).floor;
    const whole = indexWithin(Infinity, headsOf(given));
    expect(floorOf(whole)).toBe(LEAST_MEAN);
    const budget = Math.floor(size(whole) * 0.7);
    const small = indexWithin(budget, headsOf(given));
    expect(size(small)).toBeLessThanOrEqual(budget);
    const floor = floorOf(small);
    expect(floor).toBeGreaterThan(LEAST_MEAN);
    const wanted = exact(
      given,
      (word) => word === "she",
      (word) => word === "Tom",
    );
    const ranked = await rank(given, '"she" → Tom', budget);
    expect(ranked).toHaveLength(40);
    for (const { head, share, atMost, chance } of ranked) {
      const known = wanted[head]!;
      if (share > 0) expect(Math.abs(share - known)).toBeLessThan(STEP);
      else expect(known).toBeLessThanOrEqual(atMost);
      expect(atMost).toBeCloseTo(share > 0 ? share : Math.max(floor, chance), 9);
      if (known > Math.max(floor, chance) + STEP) expect(share).toBeGreaterThan(0);
    }
    // Some are left out that the whole index has.
    const before = await rank(given, '"she" → Tom');
    const nKnown = (all: readonly RankedHead[]): number => all.filter(({ share }) => share > 0).length;
    expect(nKnown(ranked)).toBeLessThan(nKnown(before));
  });

  it("has no part for labels that a whole sequence shares, and none in cross-attention", () => {
    const table = tableOf(texts(0, true));
    expect(searchClasses(table)?.columns.map(({ label, isKey }) => [label, isKey])).toEqual([
      [null, true],
      ["kind", false],
      ["isName", true],
    ]);
    expect(searchClasses({ ...table, split: table.starts.slice(1) })).toBe(null);
  });
});
