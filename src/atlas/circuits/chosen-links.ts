/** Chooses links between heads: the strongest of all, or those of one head. */
import { CIRCUIT_KINDS, type CircuitKind, type CircuitLink, type CircuitsFile } from "../files/circuits.ts";
import type { CircuitsView } from "./circuits-view.ts";

/** The links that a page shows, strongest first. */
export function chosenLinks(
  { kinds, heads }: CircuitsFile,
  { kind, links, head }: CircuitsView,
): CircuitLink[] {
  const all = kinds[kind]?.links ?? [];
  const place = head === null ? -1 : heads.indexOf(head);
  const own = place < 0 ? all : all.filter(([from, to]) => from === place || to === place);
  return own.slice(0, links);
}

export interface OwnLink {
  /** The other head. */
  readonly head: string;
  readonly kind: CircuitKind;
  readonly value: number;
  /** The mean of random matrices of these shapes. */
  readonly baseline: number;
}

export interface OwnLinks {
  /** Later heads that read what this one writes, strongest first. */
  readonly feeds: readonly OwnLink[];
  /** Earlier heads that write what this one reads. */
  readonly fedBy: readonly OwnLink[];
  /** Why it has none; null where its matrices were read. */
  readonly unread: string | null;
}

/** The compositions, which say what is read as what. The spaces of outputs repeat them. */
const COMPOSITIONS = ["kComposition", "qComposition", "vComposition"] as const satisfies CircuitKind[];

/** The links of all heads, each where it is looked up: made once, so that no head goes through those of all others. */
export interface LinkIndex {
  /** By the head that writes. */
  readonly feeds: LinksByHead;
  /** By the head that reads. */
  readonly fedBy: LinksByHead;
  /** Why a head has none. */
  readonly unread: CircuitsFile["unread"];
}

/** By name of a head. */
type LinksByHead = ReadonlyMap<string, readonly OwnLink[]>;

export function indexLinks({ kinds, heads, unread }: CircuitsFile): LinkIndex {
  const [feeds, fedBy] = [new Map<string, OwnLink[]>(), new Map<string, OwnLink[]>()];
  for (const kind of COMPOSITIONS) {
    const { links = [], baseline = 0 } = kinds[kind] ?? {};
    for (const [from, to, value] of links) {
      const [writes = "", reads = ""] = [heads[from], heads[to]];
      addTo(feeds, writes, { head: reads, kind, value, baseline });
      addTo(fedBy, reads, { head: writes, kind, value, baseline });
    }
  }
  return { feeds, fedBy, unread };
}

function addTo(map: Map<string, OwnLink[]>, head: string, link: OwnLink): void {
  const own = map.get(head);
  if (own) own.push(link);
  else map.set(head, [link]);
}

/** The strongest links of one head, of all compositions: by how many times their random baseline they are. */
export function ownLinks({ feeds, fedBy, unread }: LinkIndex, head: string, most: number): OwnLinks {
  const strongest = (links: readonly OwnLink[] = []): OwnLink[] =>
    links
      .toSorted(
        (a, b) =>
          b.value / b.baseline - a.value / a.baseline ||
          CIRCUIT_KINDS.indexOf(a.kind) - CIRCUIT_KINDS.indexOf(b.kind),
      )
      .slice(0, most);
  return {
    feeds: strongest(feeds.get(head)),
    fedBy: strongest(fedBy.get(head)),
    unread: unread[head] ?? null,
  };
}
