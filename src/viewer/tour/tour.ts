/** Tours: a few steps through heads, each of which shows one view and asks one question. The site writes them when it is built. */
import type { TourPlace } from "#atlas/view/view.ts";

export interface TourStep {
  /** `tiny-gpt/repeats` */
  readonly atlas: string;
  /** `L3H5` */
  readonly head: string;
  /** Of the view, with its `?`; it names the step, too. */
  readonly query: string;
  readonly text: string;
  readonly question: string;
  readonly answer: string;
}

export interface Tour {
  /** In addresses: `induction`. */
  readonly slug: string;
  readonly title: string;
  /** One sentence for lists of tours. */
  readonly about: string;
  readonly steps: readonly TourStep[];
}

/** What `tours.json` holds. */
export interface ToursFile {
  readonly v: 1;
  readonly tours: readonly Tour[];
}

/** The step at a place; undefined if this site has no such step. */
export function stepAt(tours: readonly Tour[], place: TourPlace): { tour: Tour; step: TourStep } | undefined {
  const tour = tours.find(({ slug }) => slug === place.tour);
  const step = tour?.steps[place.step - 1];
  return tour && step ? { tour, step } : undefined;
}
