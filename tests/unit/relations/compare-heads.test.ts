import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareHeads, compareSameHeads, type SharedHeads } from "#relations/compare-heads.ts";
import { chooseShared, sharedStarts, type DigestedSequence } from "#relations/shared-rows.ts";
import { positionsByWord, sharedWeights } from "#relations/shared-weights.ts";
import { wordPlaces } from "#relations/word-places.ts";

const MOST = { mostWeights: 1e6, mostRows: 256 };
const WORDS = 12;

/** A weight of a query word for a key word: a head, whatever its model splits words into. */
type Head = (query: number, key: number) => number;
const oneBefore: Head = (query, key) => (key === query - 1 ? 1 : 0);
const itself: Head = (query, key) => (key === query ? 1 : 0);
const oneAfter: Head = (query, key) => (key === query + 1 ? 1 : 0);
const evenly: Head = () => 1;

/** A model that splits every word into parts and reads some texts, named by what they are. */
function model(
  heads: readonly Head[],
  { parts, isCausal, texts }: { parts: number; isCausal: boolean; texts: readonly string[] },
): SharedHeads {
  const tokens = Array.from({ length: WORDS * parts }, (_, i) =>
    i % parts === 0 ? ` w${Math.floor(i / parts)}` : "x",
  );
  const { words, wordOf } = wordPlaces(["[CLS]", ...tokens], (token) => token === 0);
  const sequences = texts.map((digest): DigestedSequence => ({ digest, nQueries: WORDS, nKeys: WORDS }));
  const shared = chooseShared(sequences, { isCausal, ...MOST });
  const places = shared.sequences.map(({ digest }) => ({
    sequence: texts.indexOf(digest),
    queries: positionsByWord(wordOf, words.length),
    keys: wordOf,
  }));
  const weights = heads.map((head) =>
    sharedWeights(shared, places, (_, query, key) => {
      const [from, to] = [wordOf[query]!, wordOf[key]!];
      return to < 0 || (isCausal && key > query) ? 0 : head(from, to) / parts;
    }),
  );
  return { ...shared, unit: "words", nHeads: heads.length, weightsOf: (head) => weights[head]! };
}

const TEXTS = ["a", "b", "c", "d"];

describe("heads of two models", () => {
  it("that do the same on words are at distance 0, whatever parts their words have", () => {
    const whole = model([oneBefore, itself], { parts: 1, isCausal: false, texts: TEXTS });
    const split = model([oneBefore, itself], { parts: 3, isCausal: false, texts: TEXTS });
    const { distances, nRows } = compareHeads(whole, split)!;
    expect([...distances]).toEqual([0, 1, 1, 0]);
    expect(nRows).toBe(32);
  });

  it("of the same number are as far apart as among all pairs", () => {
    const before = model([oneBefore, itself, evenly], { parts: 1, isCausal: false, texts: TEXTS });
    const after = model([oneBefore, oneAfter, itself], { parts: 2, isCausal: false, texts: TEXTS });
    const { distances } = compareHeads(before, after)!;
    const same = compareSameHeads(before, after)!;
    expect([...same.distances]).toEqual([distances[0], distances[4], distances[8]]);
    expect([same.nRows, same.nSequences]).toEqual([32, 4]);
    expect(compareSameHeads(before, model([itself], { parts: 1, isCausal: false, texts: TEXTS }))).toBeNull();
    expect(
      compareSameHeads(
        before,
        model([oneBefore, itself, evenly], { parts: 1, isCausal: false, texts: ["z"] }),
      ),
    ).toBeNull();
  });

  it("are compared on what a causal query sees, if one of them is causal", () => {
    const causal = model([oneBefore, evenly], { parts: 1, isCausal: true, texts: TEXTS });
    const both = model([oneBefore, evenly, oneAfter], { parts: 2, isCausal: false, texts: TEXTS });
    const { distances } = compareHeads(causal, both)!;
    expect(distances[0]).toBe(0);
    // Evenly over all words, cut to those before, is evenly over those.
    expect(distances[4]).toBeCloseTo(0, 2);
    // It looks at nothing that a causal query sees, so there is no distance.
    expect(distances[2]).toBeNaN();
  });

  it("have the same distances in whatever order their sequences come, and whatever else they read", () => {
    const reference = compareHeads(
      model([oneBefore, evenly], { parts: 1, isCausal: false, texts: TEXTS }),
      model([oneBefore, itself], { parts: 2, isCausal: false, texts: TEXTS }),
    )!;
    fc.assert(
      fc.property(fc.shuffledSubarray([...TEXTS, "e", "f"], { minLength: 6 }), (texts) => {
        const other = compareHeads(
          model([oneBefore, evenly], { parts: 1, isCausal: false, texts }),
          model([oneBefore, itself], { parts: 2, isCausal: false, texts: TEXTS }),
        )!;
        expect(other).toEqual(reference);
      }),
      { numRuns: 20 },
    );
  });

  it("are not compared without texts in common, nor words with patches", () => {
    const one = model([itself], { parts: 1, isCausal: false, texts: TEXTS });
    expect(compareHeads(one, model([itself], { parts: 1, isCausal: false, texts: ["x", "y"] }))).toBeNull();
    expect(compareHeads(one, { ...one, unit: "patches" })).toBeNull();
  });

  it("are compared on fewer rows where that is asked for", () => {
    const one = model([itself], { parts: 1, isCausal: false, texts: TEXTS });
    expect(compareHeads(one, one, 17)!.nRows).toBe(16);
  });
});

describe("the sequences on which models are compared", () => {
  const sequence = (digest: string, n = WORDS): DigestedSequence => ({ digest, nQueries: n, nKeys: n });
  const choose = (all: readonly DigestedSequence[], most = MOST): string[] =>
    chooseShared(all, { isCausal: false, ...most }).sequences.map(({ digest }) => digest);

  it("are taken in the order of their digests, so that a smaller choice is the beginning of a larger one", () => {
    const all = ["c", "a", "d", "b"].map((digest) => sequence(digest));
    expect(choose(all)).toEqual(["a", "b", "c", "d"]);
    expect(choose(all, { mostWeights: 250, mostRows: 256 })).toEqual(["a", "b"]);
    expect(choose(all, { mostWeights: 1, mostRows: 1 })).toEqual(["a"]);
  });

  it("leave out those whose digests do not tell them apart, and those of one word", () => {
    expect(choose([sequence("a"), sequence("a"), sequence("b", 1), sequence("c")])).toEqual(["c"]);
  });

  it("have rows with as many weights as a query sees", () => {
    const causal = chooseShared([sequence("a", 3)], { isCausal: true, ...MOST });
    expect(causal.sequences[0]!.rows).toEqual([1, 2]);
    // One place for what stands before the words, then the words up to the query's own.
    expect([...sharedStarts(causal)]).toEqual([0, 3, 7]);
    const both = chooseShared([sequence("a", 3)], { isCausal: false, ...MOST });
    expect([...sharedStarts(both)]).toEqual([0, 5, 10]);
  });
});
