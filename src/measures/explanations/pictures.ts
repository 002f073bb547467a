/** Explanations of what heads look at in pictures. */
import { CHANCE, OUR_ROWS, SOURCES, type Explanation } from "./explanation.ts";

const PATCHES = "Only patches count as queries; special tokens such as CLS do not.";
const LABELS =
  "It needs a dataset that labels its patches: an object is what has the same texts in all labels.";

const row: Explanation = {
  says: "How much attention a patch gives to the patches of its own row, itself among them.",
  formula: "mean over patches i of Σ a(i, j) over patches j of the same row",
  counting: [OUR_ROWS, PATCHES, CHANCE],
  high: "The head looks along rows.",
  low: "Rows do not matter to the head, or it looks at other rows.",
  traps: [
    "A head that looks at the patch itself, or to the left and right of it, also looks into its row: see Itself, Previous token and Next token.",
    "Even attention gives 1 / number of rows: compare with chance, or read the number beyond chance.",
  ],
  sources: [SOURCES.headland, SOURCES.raghu],
};
const column: Explanation = {
  ...row,
  says: "How much attention a patch gives to the patches of its own column, itself among them.",
  formula: "mean over patches i of Σ a(i, j) over patches j of the same column",
  high: "The head looks along columns.",
  low: "Columns do not matter to the head, or it looks at other columns.",
  traps: [
    "A head that looks at the patch itself also looks into its column: see Itself.",
    "Even attention gives 1 / number of columns: compare with chance, or read the number beyond chance.",
  ],
};
const objects: Explanation = {
  says: "How much attention goes to patches that show an object.",
  formula: "mean over all queries i of Σ a(i, j) over patches j of any object",
  counting: [OUR_ROWS, LABELS, CHANCE],
  high: "The head looks at objects, wherever it looks from.",
  low: "The head looks at the background, or at special tokens.",
  traps: [
    "Where objects fill most of the picture, even attention scores high: compare with chance.",
    "Weight on CLS lowers it, whatever the rest of the weight does.",
  ],
  sources: [SOURCES.headland],
};
const object: Explanation = {
  says: "How much attention a patch of an object gives to the patches of the same object, itself among them.",
  formula: "mean over patches i of an object of Σ a(i, j) over patches j of the same object",
  counting: [OUR_ROWS, LABELS, CHANCE],
  high: "The head keeps to an object: it groups.",
  low: "The head looks out of the object.",
  traps: [
    "A head that looks nearby mostly stays within an object, too: compare with the distance.",
    "Two objects with the same labels in one picture count as one.",
  ],
  sources: [SOURCES.headland],
};

function beyond(of: Explanation): Explanation {
  return {
    ...of,
    says: `${of.says.replace(/\.$/, "")}, minus what even attention would give.`,
    formula: `${of.formula}, minus the same for even attention`,
    high: of.high,
    low: "0 is as by chance; below 0, the head avoids them.",
    traps: [
      "The difference cannot reach 1, because the chance is taken off: pictures with other grids have other limits.",
      ...of.traps.filter((trap) => !trap.includes("compare with chance")),
    ],
  };
}

export const PICTURE_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  "same-row": row,
  "same-column": column,
  objects,
  "same-object": object,
  "same-row-beyond-chance": beyond(row),
  "same-column-beyond-chance": beyond(column),
  "same-object-beyond-chance": beyond(object),
};
