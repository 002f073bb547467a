/** Manifests with every field that may stand in one, as a build would write them. */
import type { Manifest } from "#atlas/files/manifest.ts";
import { manifestOf, PICTURE } from "./tiny-tables.ts";

const DIGEST = "0123456789abcdef".repeat(4);
const base = manifestOf(PICTURE);

/** Of one tower, with what only some atlases have. */
export const WHOLE_MANIFEST: Manifest = {
  ...base,
  model: {
    ...base.model,
    digest: DIGEST,
    hub: { source: "hub:a/b@main", commit: DIGEST.slice(0, 40) },
    checkpoint: { of: "x-final", step: 1000, name: "step 1000" },
  },
  dataset: {
    ...base.dataset,
    digest: DIGEST,
    nPoints: 10,
    sampledFrom: { nSequences: 2, nTokens: 10 },
    tooLong: { limit: 5, nSplit: 1, nCut: 0 },
  },
  towers: [{ heads: [2], keyHeads: [1] }],
  dims: [2, 3],
  color: "row",
  sheet: { ...base.sheet, colors: ["role", "position"], average: true },
  buildKey: DIGEST,
};

/** Of an encoder and a decoder: what each reads stands with it. */
export const TOWERS_MANIFEST: Manifest = {
  ...WHOLE_MANIFEST,
  dataset: { ...WHOLE_MANIFEST.dataset, kind: "text", sampledFrom: null },
  towers: [
    {
      name: "encoder",
      heads: [1],
      reads: { kind: "text", nTokens: 3, labels: [], dHead: 2, causal: false, patches: null },
    },
    {
      name: "cross",
      heads: [1],
      reads: { kind: "text", nTokens: 5, nPoints: 5, labels: [], dHead: 2, causal: false, patches: null },
    },
  ],
  patches: null,
};
