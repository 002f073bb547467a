/** The numbers of a head and of its maps, named and explained once. */
import type { HeadMetrics, MapQuality } from "#atlas/head-numbers.ts";

export interface MetricWords<Name> {
  readonly name: Name;
  readonly label: string;
  readonly meaning: string;
}

export const METRICS: readonly (MetricWords<keyof HeadMetrics> & { readonly isShare: boolean })[] = [
  {
    name: "entropy",
    label: "Entropy",
    meaning: "0: all weight on one key; 1: all keys alike",
    isShare: true,
  },
  { name: "self", label: "Self", meaning: "mean weight of a token on itself", isShare: true },
  { name: "previous", label: "Previous", meaning: "mean weight on the token before", isShare: true },
  { name: "next", label: "Next", meaning: "mean weight on the token after", isShare: true },
  { name: "first", label: "First", meaning: "mean weight on the first token of the sequence", isShare: true },
  {
    name: "induction",
    label: "Induction",
    meaning: "mean weight on what followed an earlier copy of the token",
    isShare: true,
  },
  { name: "distance", label: "Distance", meaning: "how far it looks, in tokens", isShare: false },
  {
    name: "patchDistance",
    label: "Patch distance",
    meaning: "how far it looks, in patch widths",
    isShare: false,
  },
];

export const QUALITIES: readonly MetricWords<keyof MapQuality>[] = [
  {
    name: "trustworthiness",
    label: "Trustworthiness",
    meaning: "1: no two points lie near that are far apart in truth",
  },
  {
    name: "neighborRecall",
    label: "Neighbors kept",
    meaning: "share of a point\u2019s 15 true nearest that are among its 15 nearest here",
  },
  {
    name: "distanceCorrelation",
    label: "Distance and q\u00b7k",
    meaning: "rank correlation; \u22121: near means attends, 0: unrelated",
  },
  {
    name: "attentionRecall",
    label: "Attention found",
    meaning: "share of queries with their most attended key among the 3 nearest",
  },
];
