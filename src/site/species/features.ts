/**
 * The measures by which species are told apart: those of the catalog that mean the same in every model and for texts and
 * pictures alike, each as the share of the way from chance to always.
 */
import { findMeasure } from "../../measures/catalog/catalog.ts";
import { valueOf, type CatalogMeasure } from "../../measures/catalog/catalog-measure.ts";
import type { MeasuredHead } from "../../measures/catalog/measured-head.ts";

export interface SpeciesFeature {
  /** In the catalog. */
  readonly id: string;
  /** What a species is called that shows in it: `Previous token`. */
  readonly name: string;
  /** How far beyond chance, 0 … 1; NaN where the head has no such number. */
  readonly beyondChance: (head: MeasuredHead) => number;
}

/** Ids of shares of attention, and names where the catalog's own title is no name of a kind of head. */
const SHARES: readonly (readonly [id: string, name?: string])[] = [
  ["self"],
  ["previous"],
  ["next"],
  ["first"],
  ["induction"],
  ["duplicate"],
  ...[-8, -7, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7, 8].map((offset) => [`offset${offset}`] as const),
  ["same-row"],
  ["same-column"],
  ["objects"],
  ["same-object"],
];

/**
 * Shares of the variance of scores. They say what heads go by whose attention goes to no place with a name: they count less the
 * more goes to one, and not from `NAMED` on; and as far as attention is focused, wholly where its entropy is `FOCUSED` below even.
 */
const SHARES_OF_SCORES: readonly (readonly [id: string, name: string, shareOf: typeof valueOf])[] = [
  ["position.both", "Position", valueOf],
  ["reason.key.share", "Certain tokens", shareOfReasons],
];
const FOCUSED = 0.4;
const NAMED = 0.5;
/** Which token the key is counts only where it explains most of what all reasons explain, as in the sentences about a head. */
const LEAST_OF_REASONS = 0.5;

/** Attention is even if its entropy is at least this share of the greatest possible. */
const LEAST_EVEN = 0.75;

const even: SpeciesFeature = {
  id: "entropy",
  name: "Even attention",
  beyondChance: ({ metrics, chance }) =>
    chance === undefined || chance.entropy === 0
      ? NaN
      : Math.max(0, (metrics.entropy - LEAST_EVEN) / (1 - LEAST_EVEN)),
};

/** In an order that stays: profiles name their features by it. */
export const SPECIES_FEATURES: readonly SpeciesFeature[] = [
  ...SHARES.flatMap(([id, name]) => featureOf(id, name, beyondChanceOf)),
  ...SHARES_OF_SCORES.flatMap(([id, name, shareOf]) =>
    featureOf(id, name, (measure, head) => {
      const focus = within((1 - head.metrics.entropy) / FOCUSED);
      return focus * within(1 - mostNamed(head) / NAMED) * within(shareOf(measure, head) ?? NaN);
    }),
  ),
  even,
];

function featureOf(
  id: string,
  name: string | undefined,
  beyondChance: (measure: CatalogMeasure, head: MeasuredHead) => number,
): SpeciesFeature[] {
  const measure = findMeasure(id);
  if (measure === undefined) return [];
  return [{ id, name: name ?? measure.title, beyondChance: (head) => beyondChance(measure, head) }];
}

function beyondChanceOf(measure: CatalogMeasure, head: MeasuredHead): number {
  const [value, chance] = [valueOf(measure, head), measure.chance(head) ?? NaN];
  // Where chance is always, nothing is beyond it.
  return value === null || !(chance < 1) ? NaN : within((value - chance) / (1 - chance));
}

/** Of what all reasons explain, the share that only this one explains; null for pictures, whose keys are no tokens. */
function shareOfReasons(measure: CatalogMeasure, head: MeasuredHead): number | null {
  const [share, { reasons }] = [valueOf(measure, head), head];
  const all = reasons?.explained ?? 0;
  if (share === null || reasons === undefined || all <= 0 || "same-row" in reasons.effects) return null;
  return share / all < LEAST_OF_REASONS ? 0 : share / all;
}

/** The greatest share of attention that goes to a place with a name. */
function mostNamed(head: MeasuredHead): number {
  return SHARES.reduce((most, [id]) => {
    const measure = findMeasure(id);
    const own = measure === undefined ? NaN : beyondChanceOf(measure, head);
    return Number.isNaN(own) ? most : Math.max(most, own);
  }, 0);
}

/** NaN stays NaN. */
function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}
