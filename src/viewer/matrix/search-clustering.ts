/** Measures in which heads the matches of a search lie close together. */
import type { CoarseMap } from "#atlas/files/layer-maps.ts";
import type { Found } from "#drawing/search/found.ts";
import { nearestShare } from "#math/map/nearest-share.ts";

export interface ClusteringHead {
  /** `L3H5`. */
  readonly name: string;
  readonly link: HTMLAnchorElement;
  /** The share of a match's 10 nearest neighbors that are matches too; mean of queries and keys. */
  readonly share: number;
  /** The same for matches at random positions. */
  readonly chance: number;
  /** 0 is chance or less; 1 means that matches have only matches as neighbors. */
  readonly strength: number;
}

/** Unfolded layers, in order. */
export function layersOf(box: HTMLElement): { name: string; links: HTMLAnchorElement[] }[] {
  const links = [...box.querySelectorAll<HTMLAnchorElement>("a[data-head]")].filter(
    (link) => link.closest("details:not([open])") === null,
  );
  const layers = Map.groupBy(links, (link) => link.dataset["layer"] ?? "");
  return [...layers].map(([name, own]) => ({ name, links: own }));
}

/** Compares queries with queries and keys with keys, because a query may lie near its own key for other reasons. */
export function measureHead(
  link: HTMLAnchorElement,
  { x, y }: CoarseMap,
  { termOf }: Found,
): ClusteringHead | null {
  const isMember = Uint8Array.from(termOf, (term) => (term >= 0 ? 1 : 0));
  const n = termOf.length;
  const queries = nearestShare(x.subarray(0, n), y.subarray(0, n), isMember);
  const keys = nearestShare(x.subarray(n), y.subarray(n), isMember);
  if (queries === null || keys === null) return null;
  const share = (queries.share + keys.share) / 2;
  const { chance } = queries;
  const strength = Math.max(0, (share - chance) / (1 - chance));
  return { name: link.dataset["head"] ?? "", link, share, chance, strength };
}
