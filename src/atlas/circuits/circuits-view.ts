/** What the page of circuits shows, and its address: `?kind=q-composition&links=40&head=L3H0`. */
import { CIRCUIT_KINDS, type CircuitKind, type CircuitsFile } from "../files/circuits.ts";
import { CIRCUIT_WORDS, kindOfSlug } from "./kinds.ts";

export interface CircuitsView {
  readonly kind: CircuitKind;
  /** How many of the strongest links are drawn. */
  readonly links: number;
  /** Only the links of this head, by its name; null for all. */
  readonly head: string | null;
}

export const FIRST_LINKS = 24;
/** More lines than these cannot be told apart. */
export const MOST_LINKS = 100;

/** As the page opens: the first kind of which there is a link. */
export function firstCircuits({ kinds }: Pick<CircuitsFile, "kinds">): CircuitsView {
  const kind = CIRCUIT_KINDS.find((one) => (kinds[one]?.nAbove ?? 0) > 0);
  return { kind: kind ?? "kComposition", links: FIRST_LINKS, head: null };
}

/** Anything that cannot be read, or that the atlas does not have, is as the page opens. */
export function parseCircuits(search: string, file: Pick<CircuitsFile, "kinds" | "heads">): CircuitsView {
  const words = new URLSearchParams(search);
  const opens = firstCircuits(file);
  const kind = kindOfSlug(words.get("kind"));
  const links = /^\d{1,3}$/.test(words.get("links") ?? "") ? Number(words.get("links")) : FIRST_LINKS;
  const head = words.get("head");
  return {
    kind: kind !== undefined && file.kinds[kind] !== undefined ? kind : opens.kind,
    links: Math.min(MOST_LINKS, Math.max(1, links)),
    head: head !== null && file.heads.includes(head) ? head : null,
  };
}

/** @returns The words of the view; empty where it is as the page opens. */
export function formatCircuits(view: CircuitsView, file: Pick<CircuitsFile, "kinds">): string {
  const opens = firstCircuits(file);
  const words = [
    ...(view.kind === opens.kind ? [] : [`kind=${CIRCUIT_WORDS[view.kind].slug}`]),
    ...(view.links === opens.links ? [] : [`links=${view.links}`]),
    ...(view.head === null ? [] : [`head=${encodeURIComponent(view.head)}`]),
  ];
  return words.length === 0 ? "" : `?${words.join("&")}`;
}
