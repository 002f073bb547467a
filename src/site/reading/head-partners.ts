/** What a head looks for from tokens that have such a partner: shares of their attention, not of all of it. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import type { HeadMetrics } from "../../measures/metrics.ts";
import { chancePercent, percentOf, type Beyond } from "./head-shares.ts";

export interface Partner {
  readonly measure: keyof HeadMetrics;
  /** Heads of one title share a habit. */
  readonly title: string;
  /** As of places. */
  readonly over?: readonly (keyof HeadMetrics)[];
  /** Begins the sentence of a head that is known by it. @param how `mostly` or `partly`. */
  readonly known: (how: string) => string;
  /** The share, in the middle of a sentence. */
  readonly share: (share: Beyond, manifest: Pick<Manifest, "causal">) => string;
}

/** In the order in which lists show them. */
export const PARTNERS: readonly Partner[] = [
  {
    measure: "induction",
    title: "Induction",
    known: () => "An induction head: ",
    share: ({ value, chance }) =>
      `for tokens seen before, ${percentOf(value)} % of its attention goes to what followed them then (${chancePercent(chance)})`,
  },
  {
    measure: "duplicate",
    title: "Duplicate token",
    known: () => "A duplicate-token head: ",
    share: ({ value, chance }, { causal }) =>
      `for tokens ${causal ? "seen before" : "that occur again"}, ${percentOf(value)} % of its attention goes to their ${causal ? "earlier" : "other"} copies (${chancePercent(chance)})`,
  },
  {
    measure: "sameObject",
    title: "Same object",
    over: ["self", "previous", "next", "objects"],
    known: (how) => `Looks ${how} within the same object: `,
    share: ({ value, chance }) =>
      `from an object, ${percentOf(value)} % of its attention stays on it (${chancePercent(chance)})`,
  },
];
