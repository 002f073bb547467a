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

/** The strongest links of one head, of all compositions: by how many times their random baseline they are. */
export function ownLinks({ kinds, heads, unread }: CircuitsFile, head: string, most: number): OwnLinks {
  const place = heads.indexOf(head);
  const strongest = (side: 0 | 1): OwnLink[] =>
    COMPOSITIONS.flatMap((kind) => {
      const { links = [], baseline = 0 } = kinds[kind] ?? {};
      return links
        .filter((link) => link[side] === place)
        .map((link) => ({ head: heads[link[side === 0 ? 1 : 0]] ?? "", kind, value: link[2], baseline }));
    })
      .sort(
        (a, b) =>
          b.value / b.baseline - a.value / a.baseline ||
          CIRCUIT_KINDS.indexOf(a.kind) - CIRCUIT_KINDS.indexOf(b.kind),
      )
      .slice(0, most);
  return { feeds: strongest(0), fedBy: strongest(1), unread: unread[head] ?? null };
}
