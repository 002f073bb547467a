/** Explanations of how widely and how far a head looks, and where it rests. */
import { CHANCE, OUR_ROWS, SOURCES, type Explanation } from "./explanation.ts";

const entropy: Explanation = {
  says: "How evenly a query spreads its attention over the keys that it sees: 0 is a single key, 1 is all alike.",
  formula: "mean over queries of −Σ a ln a / ln n, for n visible keys",
  counting: [OUR_ROWS, CHANCE],
  high: "The head averages over the whole context. Its output is like a bag of words.",
  low: "The head picks single keys.",
  traps: [
    "Divided by ln n, so that queries with few and with many keys can be averaged. HeadVis publishes the entropy in nats, which grows with the length of the texts.",
    "A head that rests on the first token has low entropy without picking anything that matters.",
  ],
  sources: [SOURCES.clark],
};
const effective: Explanation = {
  says: "Over how many keys a query spreads its attention.",
  formula: "mean over queries of exp(−Σ a ln a)",
  counting: [OUR_ROWS, "Even attention over m keys and none on the rest gives m.", CHANCE],
  high: "The head looks at many keys at once.",
  low: "The head looks at one or two keys.",
  traps: [
    "It grows with the length of the texts: compare heads on the same dataset.",
    "The mean of exponentials is not the exponential of the mean entropy; a few wide rows count more.",
  ],
  sources: [SOURCES.headland],
};
const confidence: Explanation = {
  says: "The greatest weight that a query gives, on average.",
  formula: "mean over queries of max over keys j of a(i, j)",
  counting: [OUR_ROWS, CHANCE],
  high: "The head is sure of one key. Voita and others found that confident heads are those that matter for translation.",
  low: "No key stands out.",
  traps: [
    "A head that rests on the first token is confident, too: read it beside First token and Weight on the sink.",
  ],
  sources: [SOURCES.voita],
};
const distance: Explanation = {
  says: "How many tokens away the attended keys are, on average.",
  formula: "mean over queries of Σ a(i, j) · |i − j| / Σ a(i, j)",
  counting: [OUR_ROWS, CHANCE],
  high: "The head looks far.",
  low: "The head looks nearby.",
  traps: [
    "A head that rests on the first token looks far by this number, the farther the longer the text.",
    "It grows with the length of the texts: compare heads on the same dataset.",
  ],
  sources: [SOURCES.headvis],
};
const patches: Explanation = {
  says: "How far away the attended patches are, on average, in patches.",
  formula:
    "mean over patches i of Σ a(i, j) · d(i, j) / Σ a(i, j) over patches j, d the distance of their centers",
  counting: [OUR_ROWS, "Special tokens such as CLS count neither as queries nor as keys.", CHANCE],
  high: "The head looks across the whole picture.",
  low: "The head looks at its surroundings, like a convolution.",
  traps: [
    "Weight on CLS is left out and the rest is scaled up: a head that gives patches 1 % of its weight is judged by that 1 %.",
    "Even attention has a distance of about half of the picture's width: compare with chance.",
  ],
  sources: [SOURCES.dosovitskiy, SOURCES.raghu],
};
const pixels: Explanation = {
  ...patches,
  says: "How far away the attended patches are, on average, in pixels of the picture as the model gets it.",
  formula: "the same as the distance in patches, with distances in pixels",
  traps: [
    ...patches.traps,
    "Pixels are those of the prepared picture, after it was scaled and cropped. It makes models with patches of different sizes comparable; it does not measure things in the world.",
  ],
};
const sinkRows: Explanation = {
  says: "The share of queries that rest on the first token.",
  formula: "share of queries i ≥ 1 with a(i, 0) > 0.3",
  counting: [OUR_ROWS, CHANCE],
  high: "Most tokens find nothing in this head, and rest.",
  low: "The head always looks somewhere, or rests elsewhere.",
  traps: [
    "The threshold is a convention. A head that gives every query 0.29 has 0 here and 0.29 as First token.",
    "In texts of three or fewer visible keys even attention is above 0.3.",
  ],
  sources: [SOURCES.gu],
};
const sinkWeight: Explanation = {
  says: "How much weight the place gets on which the head rests, wherever that is.",
  formula:
    "mean over sequences s of the mean a(i, p) over all i, p the place with the highest mean weight in the other sequences",
  counting: [
    "For each sequence, the place is chosen from the others: a key that happens to get much in one text is no sink.",
    "Places are counted from the start, and in models that read both ways from the end as well, so that a closing token is found in texts of any length. Only places that at least half of the sequences have are asked.",
  ],
  high: "The head rests on a fixed place most of the time. Which one: see Place of the sink.",
  low: "No fixed place gets much.",
  traps: [
    "All queries of a sequence count, also those that stand before the place and cannot see it.",
    "In pictures, a place is a position in the grid. A head that looks at the middle, where objects are, seems to rest there.",
    "A single sequence cannot tell a place from its token: then there is no number.",
  ],
  sources: [SOURCES.xiao, SOURCES.gu],
};
const sinkPlace: Explanation = {
  ...sinkWeight,
  says: "The place on which the head rests: 0 is the first token, −1 the last.",
  formula: "the place p with the highest mean over sequences of the mean a(i, p) over all i",
  high: "A number above 0 is a place after the first token, −1 the last token, −2 the one before it.",
  low: "0 is the first token.",
  traps: [
    "Every head has such a place, also one that never rests: read it beside Weight on the sink.",
    ...sinkWeight.traps,
  ],
};

export const SPREAD_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  entropy,
  "effective-keys": effective,
  confidence,
  distance,
  "patch-distance": patches,
  "pixel-distance": pixels,
  "sink.rows": sinkRows,
  "sink.weight": sinkWeight,
  "sink.place": sinkPlace,
};
