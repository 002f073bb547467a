/** Manifests and rows of heads.json by hand, for tests of what is said of a head. */
import type { Manifest } from "#atlas/files/manifest.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { HeadMetrics } from "#measures/metrics.ts";

/** What even weights score, as on sequences of a dozen tokens. */
export const CHANCE: HeadMetrics = {
  entropy: 1,
  self: 0.2,
  previous: 0.2,
  next: 0.1,
  first: 0.2,
  induction: 0.3,
  distance: 6,
  patchDistance: null,
};

export const text = {
  dataset: { kind: "text", nTokens: 1200, nSequences: 30, labels: ["partOfSpeech"] },
  causal: true,
  patches: null,
  towers: [],
  methods: ["attention", "umap"],
  dims: [2],
} as unknown as Manifest;

export function pictures(nSpecial: number): Manifest {
  return {
    ...text,
    dataset: { ...text.dataset, kind: "images" },
    causal: false,
    patches: { nSpecial },
  } as unknown as Manifest;
}

/** A head at chance, apart from what is given; neither focused nor spread. */
export function head(
  metrics: Partial<HeadMetrics> = {},
  chance: Partial<HeadMetrics> = {},
  name = "L0H0",
): HeadNumbers {
  const own = { ...CHANCE, ...chance };
  return {
    head: name,
    chance: own,
    metrics: { ...own, entropy: Math.min(0.7, own.entropy), ...metrics },
  } as HeadNumbers;
}

/** With plain spaces in place of those that keep a number and its sign on one line. */
export function spaced(text: string): string {
  return text.replaceAll("\u00a0", " ");
}
