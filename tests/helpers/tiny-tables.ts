/** Two token tables small enough to be colored and searched by hand. */
import type { Manifest } from "#atlas/files/manifest.ts";
import { decodeTokens, encodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";

/** Two sequences: `[CLS] The river. 37`, a story, and `[CLS] the the`, a list. */
export const TEXT: TokenTable = decodeTokens(
  encodeTokens({
    tokens: ["[CLS]", " The", " river", ".", " 37", "[CLS]", " the", " the"],
    starts: Uint32Array.of(0, 5, 8),
    special: Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 0),
    sequenceLabels: new Map([["kind", ["story", "list"]]]),
    tokenLabels: new Map(),
  }),
);

/** One picture of 2 × 2 patches after its [CLS]. */
export const PICTURE: TokenTable = decodeTokens(
  encodeTokens({
    tokens: ["[CLS]", "row 0, column 0", "row 0, column 1", "row 1, column 0", "row 1, column 1"],
    starts: Uint32Array.of(0, 5),
    special: Uint8Array.of(1, 0, 0, 0, 0),
    sequenceLabels: new Map([["label", ["red circle"]]]),
    tokenLabels: new Map([["objectCover", [0, 10, 20, 30, 40]]]),
  }),
);

export function manifestOf(table: TokenTable): Manifest {
  const isPicture = table === PICTURE;
  const named = { slug: "x", name: "X", description: "", license: "", digest: "" };
  return {
    formatVersion: 1,
    model: { ...named, architecture: "x" },
    dataset: {
      ...named,
      kind: isPicture ? "images" : "text",
      nSequences: table.nSequences,
      nTokens: table.nTokens,
      sampledFrom: null,
      labels: [...table.labels.keys()],
    },
    towers: [{ heads: [1] }],
    dHead: 2,
    causal: false,
    methods: ["umap"],
    dims: [2],
    seed: 0,
    replay: { maxError: 0, tolerance: 1 },
    warnings: [],
    sheet: { cellPx: 1, columns: 1, rows: 1 },
    patches: isPicture
      ? { rows: 2, columns: 2, nSpecial: 1, cellPx: 1, sheetColumns: 5, sheetRows: 1 }
      : null,
    normRange: { min: 0, max: 30 },
    buildKey: "",
  };
}
