/** A small table of heads for tests of the finder. */
import { readFinder, type FinderFile } from "#finder/finder-file.ts";
import type { FinderTable } from "#finder/finder-table.ts";

/** Four heads of two layers. `copies` has no number for L1H1, and says why; all have the same chance. */
export const FINDER_FILE: FinderFile = {
  v: 1,
  heads: ["L0H0", "L0H1", "L1H0", "L1H1"],
  words: { texts: ["previous token", ""], of: [0, 1, 1, 0] },
  sorted: { texts: ["Query or key", "Position"], of: [1, 0, 0, 1] },
  groups: { pattern: "Attention patterns", weights: "Weight matrices" },
  columns: [
    {
      id: "distance",
      title: "Distance",
      group: "pattern",
      unit: "tokens",
      remarkable: "high",
      values: "2,8,4,8",
    },
    {
      id: "copies",
      title: "Copy score",
      group: "weights",
      unit: "",
      remarkable: "high",
      values: "0.5,0.1,null,null",
      chance: 0.05,
      why: [["The weights are fused.", [3]]],
    },
  ],
  roles: [{ id: "one-before", title: "One before", heads: [0, 3], shares: [0.8, 0.3] }],
};

export const finderTable = (file: FinderFile = FINDER_FILE): FinderTable =>
  readFinder(JSON.parse(JSON.stringify(file)));
