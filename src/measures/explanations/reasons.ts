/** Explanations of reasons: what relations of query and key do to the scores of a head. */
import { REASON_TITLES } from "../catalog/rows/reason-rows.ts";
import { SOURCES, type Explanation } from "./explanation.ts";

const COUNTING = [
  "Scores are what enters the softmax, less their mean over the keys that the query sees: the softmax ignores a number that is the same for a whole row. They are read from the logarithm of the weights, so that whatever the model adds to q·k is in them. Keys without weight are left out.",
  "They are regressed by exact least squares on all relations at once: itself, offsets from three before to two after (farther ones for heads whose attention goes there), the first token, the same token, what follows a copy of the query's token, nearness as −ln(1 + distance), the same value of every label, and an effect of its own for each of the 512 most frequent tokens. In pictures: itself, first token, row, column, object, nearness in patches, labels, and an effect for each place.",
  "More than 200,000 pairs are sampled, whole rows at a time, by the seed of the dataset.",
];
const UNITS =
  "One unit of score is a factor of e in weight: 2.3 more is ten times the weight, 4.6 more a hundred times.";
const ERRORS =
  "The error beside it is a standard error over sequences (cluster-robust, CR1), because pairs of one sequence have much in common.";
const TRAPS = [
  "A regression on what is observed is no experiment: what goes with a relation and is not among the relations counts for it.",
  "Scores of keys that get hardly any weight count as much as those of keys that get all of it. A relation can explain little of the scores and yet decide where the attention goes.",
  "Relations that nearly say the same share their explanation: each alone explains little, and their errors are large.",
];

const effectOf = (title: string): Explanation => ({
  says: `How much higher a key scores that stands to the query in the relation “${title}”, all other relations held equal.`,
  formula:
    "β of this relation in S(i, j) − mean of row i = Σ β x(i, j) + rest, all x less their mean over row i",
  counting: [...COUNTING, UNITS, ERRORS],
  high: "The head looks for keys of this relation.",
  low: "Near 0, it does not matter to the head; below 0, the head avoids such keys.",
  traps: TRAPS,
  sources: [SOURCES.headland],
});

const shareOf = (title: string): Explanation => ({
  says: `How much of the variance of a head's scores only the relation “${title}” explains.`,
  formula: "R² of all relations − R² without this one",
  counting: COUNTING,
  high: "Without this relation, much of what the head does would be unexplained.",
  low: "The relation does not matter, is rare, or others tell the same.",
  traps: [
    ...TRAPS,
    "A rare relation explains little, however strong its effect: what follows a copy is one key in forty.",
  ],
  sources: [SOURCES.headland],
});

export const REASON_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  "reason.explained": {
    says: "How much of the variance of a head's scores all measured relations of query and key explain together.",
    formula: "R² = 1 − Σ (S − fit)² / Σ S², all S less the mean of their row",
    counting: COUNTING,
    high: "What the head does follows from places, tokens and labels.",
    low: "The head goes by something that is not among the relations. Its page says how much stays unexplained.",
    traps: TRAPS,
    sources: [SOURCES.headland],
  },
  "reason.key.share": {
    ...shareOf("which token the key is"),
    high: "The head prefers certain tokens, whoever asks: punctuation, names, nouns.",
    low: "Which token the key is does not matter by itself.",
  },
  ...Object.fromEntries(
    Object.entries(REASON_TITLES).flatMap(([relation, title]) => [
      [`reason.${relation}`, effectOf(title)] as const,
      [`reason.${relation}.share`, shareOf(title)] as const,
    ]),
  ),
};
