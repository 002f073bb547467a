import { describe, expect, it } from "vitest";
import { HEADVIS_METRICS } from "#measures/headvis.ts";
import { chosenSequences } from "../../../../src/site/patterns/chosen-sequences.ts";
import {
  firstTokenShare,
  headReading,
  patternsReading,
} from "../../../../src/site/patterns/patterns-reading.ts";
import { shownNumber } from "../../../../src/site/patterns/shown-number.ts";
import { patternSequence } from "../../../helpers/pattern-sequence.ts";

const numbers = Object.keys(HEADVIS_METRICS).map((name) => ({ name, meaning: "" }));
/** Own token, token before, entropy, distance, variance, induction. */
const head = (...values: readonly (number | null)[]) => ({ layer: 0, head: 0, values, nSequences: 1 });
const read = (...values: readonly (number | null)[]): string[] =>
  patternsReading({ numbers }, head(...values));

describe("what six numbers say of a head", () => {
  it("begins with the strongest habit, with its share", () => {
    expect(read(0.2, 0.62, Math.log(3), 2.04, 4, 0.02)).toEqual([
      "Most attention goes to the token before: 62 % on average.",
      "20 % of the attention goes to the token itself, on average.",
      "It is spread out as if it were shared evenly by 3.0 tokens.",
      "What is attended is 2.0 tokens away, on average (standard deviation 2.0).",
    ]);
    expect(read(0.1, 0.1, 0, null, null, 0.4)).toEqual([
      "Where a token has come before, 40 % of its attention goes to what followed it then.",
      "It is spread out as if it all went to one token.",
    ]);
  });

  it("is not more than they bear", () => {
    expect(read(0.1, 0.1, null, null, null, 0.1)).toEqual([
      "Little attention goes to the token itself, to the token before, or to what followed earlier copies of it.",
    ]);
    expect(read(null, 0.1, null, null, null, null)).toEqual([]);
    expect(patternsReading({ numbers: [{ name: "logit_std", meaning: "" }] }, head(2))).toEqual([]);
  });

  it("is joined by what the sequences say of the first token", () => {
    // Two queries behind the first: 0.9 and at least 0.5 of their attention.
    const sequence = patternSequence(3, [[0, 0, 1], [1, 0, 0.9], [1, 1, 0.1], [2, 0, 0.5]]); // prettier-ignore
    const patterns = { v: 1 as const, sequences: [sequence] };
    expect(firstTokenShare(patterns)).toBeCloseTo(0.7, 12);
    expect(headReading({ numbers }, head(0, 0.3, null, null, null, 0), patterns)).toEqual([
      "In its sampled sequences, at least 70 % of the attention goes to their first token.",
      "30 % of the attention goes to the token before, on average.",
    ]);
    expect(firstTokenShare({ v: 1, sequences: [patternSequence(1, [[0, 0, 1]])] })).toBeNull();
  });
});

describe("the sequences that a page shows", () => {
  it("are the strongest four of the highest group, and one of some lower groups, the lowest among them", () => {
    const sequences = Array.from({ length: 50 }, (_, i) =>
      patternSequence(2, [], { id: i, interval: 1 + Math.floor(i / 5), largest: i / 50 }),
    );
    const { strongest, weaker } = chosenSequences(sequences);
    expect(strongest.map(({ id }) => id)).toEqual([49, 48, 47, 46]);
    expect(weaker.map(({ interval }) => interval)).toEqual([7, 4, 1]);
    expect(chosenSequences([])).toEqual({ strongest: [], weaker: [] });
  });
});

describe("a number of another program", () => {
  it("is shown with as many digits as help", () => {
    expect([0.06412, -0.5, 19.32, 173.4, 12345.6, null].map(shownNumber)).toEqual([
      "0.064",
      "−0.500",
      "19.3",
      "173",
      "12346",
      "none",
    ]);
  });
});
