/** What is known of a head, by hand, for tests of what is written from it. */
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadFacts } from "../../src/site/facts/head-facts.ts";

const manifest = {
  formatVersion: 1,
  model: {
    slug: "toy",
    name: "Toy",
    description: "A toy.",
    license: "MIT",
    architecture: "gpt2",
    digest: "a".repeat(64),
  },
  dataset: {
    slug: "lines",
    name: "Lines",
    description: "Short lines.",
    license: "CC0-1.0",
    kind: "text",
    digest: "b".repeat(64),
    nSequences: 2,
    nTokens: 9,
    sampledFrom: null,
    labels: [],
  },
  towers: [{ heads: [2, 2] }],
  dHead: 4,
  causal: true,
  methods: ["umap"],
  dims: [2],
  seed: 0,
  replay: { maxError: 2e-7, tolerance: 1e-5 },
  warnings: [],
  sheet: { cellPx: 288, columns: 2, rows: 2, average: true },
  patches: null,
  buildKey: "c".repeat(64),
} as const satisfies Manifest;

export const toyFacts: HeadFacts = {
  manifest,
  id: { layer: 1, head: 0 },
  name: "L1H0",
  title: "Toy L1H0",
  path: "/toy/lines/L1H0/",
  thumbnail: "/atlas/toy/lines/heads/L1H0/umap2.webp",
  reading: [
    "Looks one back: 75\u00a0% of its attention (chance 8\u00a0%).",
    "Its map is sorted by position.",
  ],
  habits: [
    { name: "Previous token", measure: "previous", score: "0.75 (chance 0.08)", note: "mean weight on it" },
    { name: "Induction", measure: "induction", score: null, note: "not measured" },
  ],
  measures: [
    { title: "Previous token", path: "/measures/previous/", value: "0.75", chance: "0.08" },
    { title: "Entropy (HeadVis)", path: "/measures/headvis.pattern_entropy/", value: "1.25", chance: null },
  ],
  why: null,
  maps: {
    columns: [
      { title: "trustworthiness", byChance: "chance 0.50" },
      { title: "nearness", byChance: undefined },
    ],
    rows: [{ key: "umap2", name: "UMAP 2-D", scores: ["0.93", "0.40 (chance 0.19)"] }],
    first: { name: "UMAP 2-D", reading: "Trustworthiness 0.93 (chance 0.50): fine." },
  },
  pairs: [{ query: "cat", key: "the", queryPosition: 5, keyPosition: 4, weight: 0.987, sequence: 1 }],
  claims: [
    { state: "holds", says: "L1H0 looks back", note: "Previous token 0.75", path: "/claims/#toy.back" },
    {
      state: "false",
      says: "L1H0 copies",
      note: "is false, Induction 0.20",
      path: "/claims/#toy.copies",
    },
  ],
  related: [
    { relation: "Next head", title: "Toy L1H1", path: "/toy/lines/L1H1/", reading: "Looks at itself." },
    { relation: "On Songs", title: "Toy L1H0", path: "/toy/songs/L1H0/", reading: "" },
  ],
  alike: {
    here: [
      {
        title: "L1H1",
        path: "/toy/lines/L1H1/",
        distance: 0.2,
        typical: 0.5,
        reading: "Looks one back, too.",
      },
    ],
    elsewhere: [
      { title: "Other L0H0", path: "/other/lines/L0H0/", distance: 0.31, typical: 0.62, reading: "" },
    ],
  },
  species: [
    { name: "Previous token", slug: "previous-token", percent: 73 },
    { name: "First token", slug: "first-token", percent: 16 },
  ],
  links: {
    feeds: [],
    fedBy: [{ head: "L0H1", kind: "kComposition", value: 0.1312, baseline: 0.0884 }],
    unread: null,
  },
  files: [
    { title: "Attention", path: "/atlas/toy/lines/heads/L1H0/attention.json", type: "application/json" },
  ],
};
