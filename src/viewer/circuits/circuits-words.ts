/** What the page of circuits says of the links that it shows. */
import type { CircuitsView } from "#atlas/circuits/circuits-view.ts";
import { CIRCUIT_WORDS } from "#atlas/circuits/kinds.ts";
import type { CircuitLinks, CircuitsFile } from "#atlas/files/circuits.ts";

/** Of the kind: how many links there are, beside what random matrices give. */
export function kindNote({ nPairs, nAbove, median, baseline, threshold }: CircuitLinks): string {
  const count = (n: number): string => n.toLocaleString("en");
  const above = nAbove === 0 ? "None exceeds" : nAbove === 1 ? "One exceeds" : `${count(nAbove)} exceed`;
  return `${count(nPairs)} pairs of an earlier and a later head, median ${median.toFixed(3)}. ${above} ${threshold.toFixed(3)}, the largest number of random matrices of these shapes, whose mean is ${baseline.toFixed(3)}.`;
}

/** Of the links: which they are. */
export function linksTitle({ kind, head }: CircuitsView, nShown: number): string {
  const { title } = CIRCUIT_WORDS[kind];
  if (nShown === 0) return `${title}: no link${head === null ? "" : ` of ${head}`} above chance`;
  const which = nShown === 1 ? "The strongest link" : `The ${nShown} strongest links`;
  return `${which}${head === null ? "" : ` of ${head}`} by ${title}`;
}

/** Why heads have no links, each reason once with the heads that it holds for; empty if all were read. */
export function unreadReasons({ unread }: Pick<CircuitsFile, "unread">): string[] {
  const byReason = Map.groupBy(Object.entries(unread), ([, why]) => why);
  return [...byReason].map(([why, heads]) => {
    const names = heads.map(([name]) => name);
    const few = names.length <= 4 ? names.join(", ") : `${names.length.toLocaleString("en")} heads`;
    return `${few}: ${why}`;
  });
}
