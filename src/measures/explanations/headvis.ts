/** Explanations of the six numbers of HeadVis, each with how it differs from ours of a similar name. */
import { SOURCES, type Explanation } from "./explanation.ts";

const ROWS =
  "Sums go over the rows of all sequences of two tokens or more, and are divided by the number of rows.";
const SAME =
  "The code of HeadVis and Neuronpedia gives the same number on the same patterns, to four decimals; tests compare it with an independent program.";
const NO_CHANCE = "It is published without a value for chance.";

const base = { sources: [SOURCES.headvis] } as const;

export const HEADVIS_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  "headvis.self_attention_score": {
    ...base,
    says: "The mean weight of a token on itself, as HeadVis and Neuronpedia publish it.",
    formula: "mean over all rows i of a(i, i)",
    counting: [ROWS, SAME],
    high: "The head looks at the token itself.",
    low: "The head looks elsewhere.",
    traps: [
      "The first row of a causal pattern counts with its value of 1, so short texts score higher. Ours, Itself, leaves it out.",
      NO_CHANCE,
    ],
  },
  "headvis.prev_token_score": {
    ...base,
    says: "The mean weight on the token before, as HeadVis and Neuronpedia publish it.",
    formula: "Σ a(i, i−1) over rows i ≥ 1 / number of those rows",
    counting: [ROWS.replace("number of rows", "number of rows with a token before"), SAME],
    high: "A previous-token head.",
    low: "The head does not care for the token before.",
    traps: [
      "On text it equals ours, Previous token, except for rounding: no row with i ≥ 1 sees a single key. On pictures it goes by reading order.",
      NO_CHANCE,
    ],
  },
  "headvis.pattern_entropy": {
    ...base,
    says: "The mean entropy of a query's weights in nats, as HeadVis and Neuronpedia publish it.",
    formula: "mean over all rows of −Σ a ln a",
    counting: [ROWS, SAME],
    high: "The head averages over many keys.",
    low: "The head picks single keys.",
    traps: [
      "It is not divided by ln n, so it grows with the length of the texts; ours, Spread, is.",
      "The first row of a causal pattern has entropy 0 and counts.",
      NO_CHANCE,
    ],
  },
  "headvis.qk_distance": {
    ...base,
    says: "The mean distance between query and key in tokens, as HeadVis and Neuronpedia publish it.",
    formula: "mean over all rows of Σ a(i, j) · |i − j|",
    counting: [ROWS, SAME],
    high: "The head looks far.",
    low: "The head looks nearby.",
    traps: [
      "A head that rests on the first token looks far by this number.",
      "The first row counts with 0: ours, Distance, is a little larger.",
      "In pictures it counts patches in reading order, which is no distance in the picture.",
      NO_CHANCE,
    ],
  },
  "headvis.qk_distance_variance": {
    ...base,
    says: "The variance of the distance between query and key, as HeadVis and Neuronpedia publish it.",
    formula: "mean over all rows of Σ a(i, j) · |i − j|², minus qk_distance²",
    counting: [ROWS, "The variance is that of all weights pooled, within rows and between them.", SAME],
    high: "The head looks both near and far, or rests on the first token from everywhere.",
    low: "The head always looks as far: with a small distance, a head of fixed steps.",
    traps: [
      "It grows with the square of the length of the texts.",
      "It is the difference of two large numbers: the last decimals are rounding.",
      NO_CHANCE,
    ],
  },
  "headvis.induction_score": {
    ...base,
    says: "How much attention goes to what followed earlier copies of the token, as HeadVis and Neuronpedia publish it.",
    formula:
      "Σ of all a(i, p+1) ≥ 0.01 with t(p) = t(i), p < i / number of queries i that have an earlier copy",
    counting: ["Sums go over all sequences of two tokens or more. Weights below 0.01 do not count.", SAME],
    high: "An induction head.",
    low: "The head does not look for what came next last time.",
    traps: [
      "The key may be the query itself, where a token directly follows its copy: then self-attention counts as induction. Ours, Induction, leaves that out and has no cut at 0.01.",
      "Patches of pictures have no copies: there is no number.",
      NO_CHANCE,
    ],
  },
};
