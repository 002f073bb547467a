/** Explanations of shares of weight on one place: the token itself, its neighbors, the first one, an offset. */
import { CHANCE, OUR_ROWS, SOURCES, type Explanation } from "./explanation.ts";

const SHORT =
  "In short texts a place is easily hit: compare with the chance beside the number, not with the same head on another dataset.";

const previous: Explanation = {
  says: "How much of its attention a token gives to the token directly before it.",
  formula: "mean over queries i ≥ 1 of a(i, i−1)",
  counting: [OUR_ROWS, CHANCE, "Pictures are read row by row, so the patch before is the one to the left."],
  high: "A previous-token head. Such heads write into each token which token came before; induction heads read that.",
  low: "The head does not care for the token before, or may not see it.",
  traps: [
    "HeadVis publishes a number of the same name that counts differently: see its own page.",
    "In causal models the second token sees only two keys, so even an even head scores well above 1 / n.",
    SHORT,
  ],
  sources: [SOURCES.clark, SOURCES.olsson],
};
const next: Explanation = {
  ...previous,
  says: "How much of its attention a token gives to the token directly after it.",
  formula: "mean over queries i with a token after them of a(i, i+1)",
  high: "A next-token head, common in models that read both ways.",
  low: "The head does not care for the token after. In causal models it cannot see it, and the number is 0.",
  traps: ["The number of a causal model is 0 and says nothing of the head.", SHORT],
  sources: [SOURCES.clark],
};
const self: Explanation = {
  says: "How much of its attention a token gives to itself.",
  formula: "mean over queries i of a(i, i)",
  counting: [OUR_ROWS, CHANCE],
  high: "The head looks at the token itself: its output depends on this token alone.",
  low: "The head takes from other places.",
  traps: [
    "In pictures, a head of same row, same column or same object also looks at the patch itself; the sentence on a head's page names what goes farthest beyond chance.",
    "HeadVis counts the first row, too, whose value is always 1: its number is higher, most of all in short texts.",
  ],
  sources: [SOURCES.clark],
};
const first: Explanation = {
  says: "How much of its attention goes to the first token of the sequence.",
  formula: "mean over queries i ≥ 1 of a(i, 0)",
  counting: [
    OUR_ROWS,
    CHANCE,
    "Between two sequences, as in an encoder–decoder model, it is the first token of the other one, from all queries.",
  ],
  high: "The head rests on the first token, an attention sink: it has nothing to say about most tokens.",
  low: "The head does not rest there. It may rest elsewhere: see the place of the sink.",
  traps: [
    "A sink is no statement about the first token. Its value vector is often nearly zero, so that weight on it writes nothing.",
    "In texts with a special first token, all heads of a layer may show it; in texts without one, the first word takes its part.",
  ],
  sources: [SOURCES.xiao, SOURCES.gu],
};

const COUNTS = ["two", "three", "four", "five", "six", "seven", "eight"];

function offset(by: number): Explanation {
  const [count, side] = [COUNTS[Math.abs(by) - 2]!, by < 0 ? "before" : "after"];
  const place = by < 0 ? `i−${-by}` : `i+${by}`;
  return {
    says: `How much of its attention a token gives to the token ${count} ${side} it.`,
    formula: `mean over queries i that see a key there of a(i, ${place})`,
    counting: [
      OUR_ROWS,
      CHANCE,
      "A head's page draws all offsets from −8 to 8 as one figure, because a single tall bar is what matters: a fixed step.",
    ],
    high: `The head takes fixed steps: it looks ${count} tokens ${by < 0 ? "back" : "ahead"}, whatever stands there.`,
    low: "This offset is nothing special to the head.",
    traps: [
      "In short texts a far offset may be the first token, so a head that rests on the first token has weight there.",
      "Heads that look nearby have some weight at every small offset. Compare with the offsets beside it.",
      ...(by > 0 ? ["Causal models see nothing after the query: there is no number."] : []),
      "There is no number for pictures, whose patches lie in two directions.",
    ],
    sources: [SOURCES.headland, SOURCES.clark],
  };
}

const OFFSETS = [-8, -7, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7, 8];

export const PLACE_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  self,
  previous,
  next,
  first,
  ...Object.fromEntries(OFFSETS.map((by) => [`offset${by}`, offset(by)])),
};
