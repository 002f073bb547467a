/** Explanations of measures of queries, keys and values. */
import { SOURCES, type Explanation } from "./explanation.ts";

const SPLIT = [
  "Every query is the mean q̄ of all queries at its position and a rest q′; every key likewise. A score q·k then falls into four terms: S = q̄k̄ + q̄k′ + q′k̄ + q′k′.",
  "From each term its mean over the keys that the query sees is taken off, because the softmax ignores it. Then variances and covariances are taken over all pairs of query and key, and divided by the variance of the score. Four variances and six covariances sum to 1.",
  "Where there are more than 2,000,000 pairs times the size of the head, queries are drawn by seed until so many are counted; with heads of 64 numbers that is 31,250 pairs. Positions that only one sequence has are left out.",
];
const SPLIT_TRAPS = [
  "In texts with the same first token, that token is position: a head that rests on it has a large share for position.",
  "With n sequences, the mean of a position takes in about 1/n of what the tokens are. With few sequences, shares of position are too high.",
  "In models with rotary positions, queries and keys are taken as they meet, after the rotation.",
];
const SPLIT_SOURCES = [SOURCES.headland, { text: "After Gibson, 2025" }];

const term = (says: string, formula: string, high: string, low: string): Explanation => ({
  says,
  formula: `var(${formula}) / var(S), each row minus its mean`,
  counting: SPLIT,
  high,
  low,
  traps: SPLIT_TRAPS,
  sources: SPLIT_SOURCES,
});

const TERMS: Readonly<Record<string, { readonly words: string; readonly formula: string }>> = {
  both: { words: "position alone", formula: "q̄k̄" },
  query: { words: "the query's position with what the key is", formula: "q̄k′" },
  key: { words: "the key's position with what the query is", formula: "q′k̄" },
  neither: { words: "what both are", formula: "q′k′" },
};
const NAMES = Object.keys(TERMS);

const covariances = Object.fromEntries(
  NAMES.flatMap((a, i) =>
    NAMES.slice(i + 1).map((b): [string, Explanation] => [
      `position.${a}.${b}`,
      {
        says: `How far two parts of the score go together: ${TERMS[a]!.words}, and ${TERMS[b]!.words}.`,
        formula: `2 cov(${TERMS[a]!.formula}, ${TERMS[b]!.formula}) / var(S), each row minus its mean`,
        counting: SPLIT,
        high: "The two parts add up: where one is high, the other is, too.",
        low: "Around 0 they are independent. Below 0 they cancel each other in part.",
        traps: [
          "It belongs to neither of the two: where it is large, their variances alone do not tell the parts apart.",
          ...SPLIT_TRAPS,
        ],
        sources: SPLIT_SOURCES,
      },
    ]),
  ),
);

const effective = (what: string): Explanation => ({
  says: `How many dimensions the ${what} of the head fill.`,
  formula: `exp(−Σ s ln s), s = σ/Σσ, over the singular values σ of the covariance of the ${what}`,
  counting: [
    `The covariance is taken over all ${what} of the dataset. m directions that are filled alike give m.`,
  ],
  high: `The ${what} differ from each other in many ways.`,
  low: `The ${what} lie near a line or a plane: the head knows few distinctions.`,
  traps: [
    "It depends on the dataset: few kinds of tokens fill few dimensions.",
    "The covariance has squares of lengths as singular values: one long direction, such as that of the first token, lowers the rank much.",
    "It is at most the size of the head, and at most the number of tokens minus 1.",
  ],
  sources: [SOURCES.roy],
});
const stable = (what: string): Explanation => ({
  ...effective(what),
  says: `How many directions of the ${what} are about as strong as the strongest.`,
  formula: `Σσ² / σmax² over the singular values σ of the covariance of the ${what}`,
  counting: [`The covariance is taken over all ${what} of the dataset.`],
  high: "Several directions are as strong as the first.",
  low: "1 is a single direction that outweighs all others.",
  traps: [
    "It looks at the strongest directions only, and ignores a long tail of weak ones that the effective rank counts.",
    "It depends on the dataset: few kinds of tokens fill few dimensions.",
  ],
});

const registerShare = (what: string): Explanation => ({
  says: `The share of patches whose ${what} in this head is far longer than those of the others.`,
  formula: `share of patches with |${what}| > median + 6 · MAD`,
  counting: [
    "Median and median absolute deviation (MAD) are taken over all patches of the dataset, without special tokens.",
    ...(what === "value" ? ["Where a model's values are not understood, there is no number."] : []),
  ],
  high: "Some patches stand out: models use patches of little content as registers, to keep something about the whole picture.",
  low: "0: no patch stands out.",
  traps: [
    "Darcet and others find registers by the length of the last state of the model. The length of a key or value in one head is another matter: it may stand out for reasons of its own.",
    "The length of a key changes if a vector is added to all keys, which attention does not see.",
    "Where lengths have a long tail, more than a few patches are outliers without being registers.",
  ],
  sources: [SOURCES.darcet],
});
const registerWeight = (what: string): Explanation => ({
  ...registerShare(what),
  says: `The share of all attention that goes to patches whose ${what} is far longer than those of the others.`,
  formula: `Σ a(i, j) over patches j with |${what}| > median + 6 · MAD / Σ a`,
  counting: [
    ...registerShare(what).counting,
    "All queries count, special tokens among them. Chance is the share of keys that are such patches.",
  ],
  high: "The head reads from such patches.",
  low: "The head does not read from them, or there are none.",
});

export const VECTOR_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  "position.both": term(
    "How much of the differences between scores is a matter of where query and key stand.",
    "q̄k̄",
    "The head attends by position: one before, the first token, nearby, the same row.",
    "Where tokens stand does not matter by itself.",
  ),
  "position.query": term(
    "How much of the differences between scores comes from what the key is, in the same way for every query at that position.",
    "q̄k′",
    "Some keys attract all queries, whatever the query is: the head looks for certain tokens.",
    "What the key is matters only together with what the query is, or not at all.",
  ),
  "position.key": term(
    "How much of the differences between scores comes from the key's position, in a way that depends on what the query is.",
    "q′k̄",
    "Queries of different kinds look at different places.",
    "All queries look at the same places, or not by place.",
  ),
  "position.neither": term(
    "How much of the differences between scores comes from what query and key are, whatever their positions.",
    "q′k′",
    "The head matches content with content, for example the same token.",
    "Content meets content in none of its scores.",
  ),
  ...covariances,
  "query.effective-rank": effective("queries"),
  "key.effective-rank": effective("keys"),
  "query.stable-rank": stable("queries"),
  "key.stable-rank": stable("keys"),
  "registers.keys": registerShare("key"),
  "registers.keys-weight": registerWeight("key"),
  "registers.values": registerShare("value"),
  "registers.values-weight": registerWeight("value"),
};
