/** Explanations of measures of weight matrices. */
import { SOURCES, type Explanation } from "./explanation.ts";

const ALONE =
  "Each token t stands alone: in the first block it attends to itself only, at the positions 1 to 8, and what is in the residual stream behind this block, averaged over them, is B0(t). Then comes what the head makes of it, OV = W_V·W_O with the gain of the norm in front, and then everything that the model's files have between the stream and its answer: the last norm and the unembedding. Of a model that is opened by its weights, the table of the unembedding is read from the checkpoint: the one of its own that it stores, or that of the words where config.json, or the default of its family, ties both.";
const TOKENS =
  "Every token of the vocabulary counts; of large vocabularies, those that a seed draws, at least 128. The standard error of a share is then at most 4.4 percentage points. Each of these tokens is compared with the whole vocabulary.";
const COPY_TRAPS = [
  "It asks what the head would do if it looked at the token, not whether it looks.",
  "The norm in front of the head is applied as its gain only, and the biases of values and outputs are left out.",
  "Where a token stands changes B0, and with it the share of best answers by a few points: of Tiny GPT's L3H1 it is 87 % with B0 at position 1, 92 % at position 8, and 94 % with the mean over 1 to 8, which is taken here. The share of the best five hardly changes (97 to 99 %).",
  "Heads of the first block read tokens that no block has changed, and B0 is not what they read.",
  "A model that reads both sides has a transformation before its answer, which is applied as well; there the number is further from what the head does in a text.",
];
const CENTRED =
  "From the number of every word its mean over all tokens t is taken off first: what the head says whatever it looks at does not count.";

const copies = (places: string, own: Partial<Explanation>): Explanation => ({
  says: `The share of tokens that are ${places} if the head looks at them.`,
  formula: `share of t with t ${places} by LN_f(B0(t)·OV)·W_U`,
  counting: [ALONE, TOKENS],
  high: "The head copies: what it looks at is what the model will say. Induction heads and name movers do so.",
  low: "What it looks at decides something else than which token comes next.",
  traps: COPY_TRAPS,
  sources: [SOURCES.wang],
  ...own,
});
const suppresses: Partial<Explanation> = {
  high: "The head suppresses: what it looks at is what the model will not say. Negative name movers do so.",
  low: "The head does not keep the model from saying what it looks at.",
};
const centred = (explanation: Explanation): Explanation => ({
  ...explanation,
  formula: `${explanation.formula}, each word minus its mean over t`,
  counting: [...explanation.counting, CENTRED],
});

const best = copies("among the five best answers", {});
const first = copies("the best answer", {});
const last = copies("among the five last answers", suppresses);

const MATRIX =
  "W_Q and W_K are read from the model's file by what they do to unit vectors, with the gain of the norm in front of them.";
const RANK_TRAPS = [
  "With rotary positions, the matrices are taken without the rotation: it stands between them in a score and depends on the distance.",
  "It tells what the head could compare. Tokens may use few of these directions: the rank of its queries and keys tells that.",
  "Heads that share keys have one W_K.",
];

export const WEIGHT_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  "copy-score": best,
  "copy-score.first": first,
  "copy-score.centred": centred(best),
  "copy-score.centred-first": centred(first),
  suppression: last,
  "suppression.centred": centred(last),
  "copying-eigenvalue": {
    says: "How far the eigenvalues of the way from a token through the head to the answer are positive.",
    formula: "Σλ / Σ|λ| over the eigenvalues λ of W_E·W_V·W_O·W_U",
    counting: [
      "The matrix has as many rows as the vocabulary, but no more eigenvalues besides 0 than the head has dimensions: they are those of W_O·W_U·W_E·W_V. The gains of the norms in front of the head and of the answer are included.",
    ],
    high: "1: every direction of tokens is made more likely by itself, which is one meaning of copying.",
    low: "−1: every direction of tokens is made less likely by itself.",
    traps: [
      "It misleads where one table serves as embedding and unembedding: heads that copy nearly every token can have a negative number. Believe the copy score, which stands beside it.",
      "It looks at the table of tokens, which the first block changes before later heads read it.",
      "Large eigenvalues of a few directions outweigh all others.",
    ],
    sources: [SOURCES.elhage],
  },
  "score-rank.effective": {
    says: "How many directions the head compares queries and keys in, by its weights.",
    formula: "exp(−Σ s ln s), s = σ/Σσ, over the singular values σ of W_Q·W_K^T",
    counting: [MATRIX],
    high: "Near the size of the head: all directions count about the same, as in a head that matches any token with itself.",
    low: "A few directions decide: the head asks few questions.",
    traps: RANK_TRAPS,
    sources: [SOURCES.roy],
  },
  "score-rank.stable": {
    says: "How many directions of the head's scores are about as strong as the strongest, by its weights.",
    formula: "Σσ² / σmax² over the singular values σ of W_Q·W_K^T",
    counting: [MATRIX],
    high: "Several directions are as strong as the first.",
    low: "1 is a single direction that outweighs all others.",
    traps: RANK_TRAPS,
    sources: [SOURCES.headland],
  },
};
