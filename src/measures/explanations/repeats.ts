/** Explanations of measures on repeated random tokens. */
import { SOURCES, type Explanation } from "./explanation.ts";

const TEXTS =
  "The model reads four texts of 25 random tokens that are repeated once, with the special tokens that it puts around a text. A seed draws the tokens from its vocabulary, special ones excepted. Each of the 25 occurs twice in its text.";
const QUERIES = "The mean is taken over all tokens of the repetition.";
const TRAPS = [
  "Random tokens are no text: a head may do something else there, and a model may have learned to do nothing on them.",
  "A hundred queries are few: differences of a hundredth mean nothing.",
  "Models that read both sides see a token's copy on either side.",
];

const onRepeats = (own: Pick<Explanation, "says" | "formula" | "high" | "low">): Explanation => ({
  ...own,
  counting: [
    TEXTS,
    QUERIES,
    "Chance is what a head would have that spreads its attention evenly over the keys that each query sees.",
  ],
  traps: TRAPS,
  sources: [SOURCES.olsson],
});

export const REPEAT_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  "repeats.prefix-matching": onRepeats({
    says: "How much a repeated token attends to the token that came after its first copy.",
    formula: "mean a(i, j), j = i − 25 + 1, over the tokens i of the repetition",
    high: "The head finds what came next the last time. Together with a high copy score, it is an induction head.",
    low: "The head does not look for what came next.",
  }),
  "repeats.duplicate": onRepeats({
    says: "How much a repeated token attends to its first copy.",
    formula: "mean a(i, j), j = i − 25, over the tokens i of the repetition",
    high: "The head finds earlier copies of the token itself.",
    low: "The head does not look for copies.",
  }),
  "repeats.previous": onRepeats({
    says: "How much a repeated token attends to the token before it.",
    formula: "mean a(i, i − 1) over the tokens i of the repetition",
    high: "The head looks one token back, whatever the tokens are.",
    low: "Where it looks one token back in texts, it is because of what the tokens are.",
  }),
  "repeats.first": onRepeats({
    says: "How much a repeated token attends to the first token of the text.",
    formula: "mean a(i, 0) over the tokens i of the repetition",
    high: "The head rests: it finds nothing to do in random tokens.",
    low: "The head finds something to look at.",
  }),
};
