/** Explanations of how far maps can be trusted, how their space was made, and what sorts them. */
import { SOURCES, type Explanation } from "./explanation.ts";

const FIRST =
  "In lists of heads it is the number of the map with which a head's page opens. The page has a table of all maps.";
const NEAREST = "Neighborhoods are the 15 nearest points, queries and keys alike.";
const PARTS =
  "Up to 4,000 points, ranks are counted among all. Of more, each point is compared with about 1,000 others, drawn by seed; the 15 nearest and their ranks up to the 90th stay exact. The page of the head states the standard error, with what points themselves differ by, so that it is rather too large.";
const SPACE =
  "The joint space is that of queries and keys of the head, brought together without changing attention. A map has two or three of its dimensions.";

/** What attention does not see, and these numbers do. */
const HANGS_ON_SPACE =
  "The joint space depends on one factor between queries and keys. Of several factors that are as good, it is the one nearest to 1, counted from the vectors as captured. With queries twice as long and keys half as long, attention would be the same, and the map may be another one.";
const ACROSS_QUERIES =
  "A vector added to all keys adds one number to all scores of a query, which attention does not see. This number compares scores of different queries, so it changes.";
const pairs = (n: string): string =>
  `${n} pairs are drawn by seed. In another order of the sequences they are other pairs, and the number differs by the error of such a sample.`;

const trustworthiness: Explanation = {
  says: "Whether points that are near each other on the map are also near in the head's own space.",
  formula: "1 − mean over points of Σ (rank − 15) over false neighbors, divided by its greatest value",
  counting: [NEAREST, SPACE, PARTS, FIRST],
  high: "1: every neighbor on the map is a true neighbor.",
  low: "0.5 is a map with points at random.",
  traps: [
    "It says nothing about attention: queries may lie far from the keys that they attend to.",
    "0.9 sounds high, but with thousands of points much of a neighborhood may be false: read Neighbors kept, too.",
  ],
  sources: [SOURCES.venna],
};
const correlation = (says: string, high: string, low: string): Explanation => ({
  says,
  formula: "correlation over pairs of points",
  counting: [FIRST, pairs("10,000")],
  high,
  low,
  traps: ["A correlation over all pairs is mostly about far pairs; what is near is told by neighborhoods."],
  sources: [SOURCES.yeh],
});

const MAP: Readonly<Record<string, Explanation>> = {
  "map.trustworthiness": trustworthiness,
  "map.continuity": {
    ...trustworthiness,
    says: "Whether points that are near each other in the head's own space are also near on the map.",
    formula:
      "1 − mean over points of Σ (rank on the map − 15) over lost neighbors, divided by its greatest value",
    high: "1: no true neighbor is far away on the map.",
    traps: [
      "A map may tear one cluster into several parts and still score well: most neighbors stay within a part.",
    ],
  },
  "map.neighbor-recall": {
    ...trustworthiness,
    says: "The share of a point's 15 true nearest neighbors that are among its 15 nearest on the map.",
    formula: "mean over points of true neighbors that are neighbors on the map / 15",
    high: "1: the map keeps all neighborhoods.",
    low: "15 / n is chance for n points.",
    traps: [
      "The order within dense clusters is hard to keep in two dimensions; 0.4 is common for good maps.",
    ],
    sources: [SOURCES.headland],
  },
  "map.mixing": {
    ...trustworthiness,
    says: "The share of points of the other role among the 15 nearest: keys around queries, queries around keys.",
    formula: "mean over points of the share of the other role among the 15 nearest on the map",
    high: "Queries and keys mix: one can see which keys a query is near.",
    low: "0: queries and keys lie apart, and nearness between them cannot be read.",
    traps: ["A high value is no sign of quality by itself: points at random mix best."],
    sources: [SOURCES.headland],
  },
  "map.shepard-correlation": {
    ...correlation(
      "How far distances on the map follow distances in the head's own space.",
      "1: all distances are in the right order.",
      "0: distances on the map mean nothing.",
    ),
    formula: "rank correlation of distance on the map with distance in the joint space, over pairs of points",
  },
  "map.distance-correlation": {
    ...correlation(
      "How far nearness between a query and a key on the map means a high score.",
      "Toward 0 and above: nearness has nothing to do with attention.",
      "−1: the nearer, the higher the score. This is what AttentionViz asks of a map.",
    ),
    formula: "rank correlation of distance on the map with q·k, over pairs of a query and a key",
    traps: [
      "A correlation over all pairs is mostly about far pairs; what is near is told by neighborhoods.",
      ACROSS_QUERIES,
    ],
  },
  "map.attention-recall": {
    says: "The share of queries whose most attended key is among the three nearest keys of its sequence on the map.",
    formula: "share of queries with their most attended key among the 3 nearest keys",
    counting: [FIRST, "Chance is 3 / number of keys that the query sees, averaged."],
    high: "One can read attention off the map.",
    low: "Attended keys lie elsewhere.",
    traps: [
      "Chance is high in short texts: 0.2 with 15 keys. Compare with the chance beside the number.",
      "Heads that rest on one key get it easily: the key lies amid the queries.",
    ],
    sources: [SOURCES.headland],
  },
  "map.attention-rank": {
    says: "Where a query's most attended key stands among its keys by nearness on the map: 0 is the nearest.",
    formula: "mean over queries of (rank of the most attended key − 1) / (n − 1)",
    counting: [FIRST],
    high: "0.5 is chance; above, attended keys lie farther away than others.",
    low: "Attended keys are among the nearest.",
    traps: [
      "A mean rank hides two kinds of queries, some with their key beside them and some with it far away.",
    ],
    sources: [SOURCES.headland],
  },
  "map.explained": {
    says: "How far the color that sorts the map best says where its points lie.",
    formula:
      "the greatest share of all colors: (agreement − chance) / (1 − chance), or 1 − error² / variance for numbers",
    counting: [
      "For kinds, agreement is the share of a point's 10 nearest that are of its kind. For numbers, the error is that of the mean of the 10 nearest. Neighbors of the same token, text or sequence do not count where they agree by definition.",
      "The color of queries and keys does not count, nor do colors that leave most points gray.",
      FIRST,
    ],
    high: "One property sorts the whole map: position, part of speech, color.",
    low: "No color of this dataset says where points lie. Something else may.",
    traps: [
      "Colors are correlated: a map sorted by position is also sorted by what stands there.",
      "It can only find what the dataset labels.",
    ],
    sources: [SOURCES.headland],
  },
};

const ALIGN =
  "Two changes leave attention as it is: a vector added to all keys, and queries divided by a factor while keys are multiplied by it. Headland uses both to bring queries and keys into one space.";
const rank = (when: string, ...traps: string[]): Explanation => ({
  says: `Where a query's most attended key stands among all points by nearness, ${when}.`,
  formula: "geometric mean over queries of the rank of their most attended key by cosine distance",
  counting: [ALIGN],
  high: "Many other points are nearer to a query than the key it attends to.",
  low: "1: the attended key is the nearest point of all.",
  traps: ["It is a rank among all points of all sequences, so it grows with the dataset.", ...traps],
  sources: [SOURCES.headland],
});
const aligned = (when: string, ...traps: string[]): Explanation => ({
  ...correlation(
    `How far nearness between a query and a key means a high score, ${when}.`,
    "Toward 0 and above: nearness has nothing to do with attention.",
    "−1: the nearer, the higher the score.",
  ),
  formula: "weighted correlation of cosine distance with q·k over pairs, near pairs weighing more",
  counting: [ALIGN, pairs("20,000")],
  traps: [ACROSS_QUERIES, ...traps],
});

export const MAP_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ...Object.fromEntries(
    Object.entries(MAP).map(([id, about]) => [id, { ...about, traps: [...about.traps, HANGS_ON_SPACE] }]),
  ),
  "alignment.scale": {
    says: "The factor by which queries were divided and keys multiplied, so that both meet in one space.",
    formula: "c in q/c and k·c",
    counting: [ALIGN],
    high: "Keys were made longer.",
    low: "Below 1, keys were made shorter.",
    traps: [
      "It says little about a head. Of several factors that are as good, the one nearest to 1 is taken, counted from the vectors as captured.",
    ],
    sources: [SOURCES.headland, SOURCES.yeh],
  },
  "alignment.correlation-before": aligned("as captured"),
  "alignment.correlation-after": aligned("in the joint space", HANGS_ON_SPACE),
  "alignment.attended-rank-before": rank(
    "as captured",
    "A vector added to all keys changes where they lie as captured, and so this rank; attention does not see it.",
  ),
  "alignment.attended-rank-after": rank("in the joint space", HANGS_ON_SPACE),
};
