/** Explanations of measures of repeated tokens, and of the ideal patterns of a head detector. */
import { CHANCE, OUR_ROWS, SOURCES, type Explanation } from "./explanation.ts";

const NATURAL =
  "In natural text the token after an earlier copy may be attended for other reasons: it is near, or it is a frequent word. Repeated random tokens leave only the copy.";
const REPEATS = "Only queries that have such a key count; where no token repeats, there is no number.";

const induction: Explanation = {
  says: "How much attention goes to what followed earlier copies of the query's token.",
  formula: "mean over queries i with an earlier copy p + 1 < i of Σ a(i, p+1) over all such p",
  counting: [OUR_ROWS, REPEATS, CHANCE],
  high: "An induction head: after “Anna Miller … Anna” it looks at “Miller”. It is how models repeat what they have read.",
  low: "Earlier copies of the token do not matter to the head, or it looks at the copy itself: see Same token.",
  traps: [
    NATURAL,
    "A token that directly follows its copy would be its own follower; it is left out. HeadVis counts it.",
    "Many induction heads rest on the first token where nothing repeats, so shares over all queries are low even for clear ones.",
  ],
  sources: [SOURCES.olsson],
};
const duplicate: Explanation = {
  says: "How much attention goes to other copies of the query's token.",
  formula: "mean over queries i with another visible copy of Σ a(i, j) over other keys j with t(j) = t(i)",
  counting: [OUR_ROWS, REPEATS, CHANCE],
  high: "A duplicate-token head: it finds where the same token stood before (in models that read both ways, also after).",
  low: "The head does not look for the same token.",
  traps: [
    "Frequent tokens such as commas have many copies: heads that attend to punctuation score from them.",
    "Tokens are pieces of words: a copy of a piece is not always a copy of a word.",
  ],
  sources: [SOURCES.wang],
};
const earlier: Explanation = {
  ...duplicate,
  says: "How much attention goes to earlier copies of the query's token, in whatever direction the model reads.",
  formula: "mean over queries i with an earlier copy of Σ a(i, j) over keys j < i with t(j) = t(i)",
  counting: [...duplicate.counting, "In causal models it equals Same token."],
};

type Ideal = "previous" | "duplicate" | "induction";
const IDEALS: Readonly<Record<Ideal, Pick<Explanation, "says" | "high"> & { readonly one: string }>> = {
  previous: {
    says: "The share of all attention that lies on the token before, as a head detector counts it.",
    one: "P(i, j) = 1 where j = i − 1",
    high: "Nearly all of the pattern is the ideal one of a previous-token head.",
  },
  duplicate: {
    says: "The share of all attention that lies on earlier copies of the token, as a head detector counts it.",
    one: "P(i, j) = 1 where j < i and t(j) = t(i)",
    high: "Nearly all of the pattern is the ideal one of a duplicate-token head.",
  },
  induction: {
    says: "The share of all attention that lies on what followed earlier copies, as a head detector counts it.",
    one: "P(i, j) = 1 where j ≤ i and t(j−1) = t(i), j − 1 < i",
    high: "Nearly all of the pattern is the ideal one of an induction head.",
  },
};
const VARIANTS = [
  { suffix: "", words: "" },
  {
    suffix: ".no-first",
    words:
      "Weight on the first token is left out above and below the line, because heads rest there when they find nothing.",
  },
  {
    suffix: ".no-self",
    words: "Weight of a query on itself is left out above and below the line.",
  },
];

function detector(ideal: Ideal, words: string): Explanation {
  const { says, one, high } = IDEALS[ideal];
  return {
    says,
    formula: `Σ A·P / Σ A, entry by entry, with ${one}, else 0`,
    counting: [
      "Both sums go over all rows of all sequences, the first row among them; sequences of a dataset are added up before the division.",
      ...(words === "" ? [] : [words]),
      CHANCE,
    ],
    high,
    low: "Most of the attention is elsewhere, for example on the first token.",
    traps: [
      ...(ideal === "previous"
        ? ["The first row has no token before it, so no head reaches 1 exactly."]
        : [
            "All rows count, also those whose token never stood before: in natural text even a perfect head stays far below 1. Rank heads by it; do not compare datasets.",
            "Where no token of the dataset repeats, there is no number, where TransformerLens gives 0.",
          ]),
      "TransformerLens scores one sequence. With a single sequence the numbers are the same; with several, long ones weigh more.",
    ],
    sources: [SOURCES.detector, ideal === "induction" ? SOURCES.olsson : SOURCES.wang],
  };
}

export const COPY_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  induction,
  duplicate,
  "earlier-copy": earlier,
  ...Object.fromEntries(
    (["previous", "duplicate", "induction"] as const).flatMap((ideal) =>
      VARIANTS.map(({ suffix, words }) => [`detector.${ideal}${suffix}`, detector(ideal, words)]),
    ),
  ),
};
