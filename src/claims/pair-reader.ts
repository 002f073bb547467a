/** Compositions of pairs of heads, as claims ask for them, from an atlas's file of links. */
import type { CircuitKind, CircuitLinks, CircuitsFile } from "#atlas/files/circuits.ts";
import type { Measured } from "./bounds.ts";
import type { KindOfComposition } from "./claim.ts";

/**
 * How strongly one head reads what another writes, beside random matrices of the same shapes; or the most that it can be; or why
 * that is not known.
 */
export type ReadPair = (
  kind: KindOfComposition,
  from: string,
  to: string,
) => Measured | { readonly most: Measured } | { readonly why: string };

const KINDS: Readonly<Record<KindOfComposition, CircuitKind>> = {
  K: "kComposition",
  Q: "qComposition",
  V: "vComposition",
};

export function pairReader({ heads, unread, kinds }: CircuitsFile): ReadPair {
  return (kind, from, to) => {
    const why = unread[from] ?? unread[to];
    if (why !== undefined) return { why };
    const links = kinds[KINDS[kind]];
    if (links === undefined) return { why: "no head of the atlas reads what another writes" };
    const link = links.links.find(([a, b]) => heads[a] === from && heads[b] === to);
    if (link) return linked(link[2], links);
    // The file keeps the strongest links, and of the others only some.
    if (links.links.length < links.nAbove) return { why: "the pair is not among those that the atlas keeps" };
    const { threshold, baseline, nAbove, nPairs } = links;
    const place = { above: nAbove, below: 0, of: nPairs, nUnread: 0 };
    return { most: { value: threshold, chance: baseline, place } };
  };
}

function linked(value: number, { links, nPairs, nAbove, baseline }: CircuitLinks): Measured {
  const above = links.filter(([, , other]) => other > value).length;
  const equal = links.filter(([, , other]) => other === value).length;
  const nUnread = nAbove - links.length;
  const of = nPairs - nUnread;
  return { value, chance: baseline, place: { above, below: of - above - equal, of, nUnread } };
}
