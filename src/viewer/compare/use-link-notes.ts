import { useEffect, useMemo } from "react";
import type { Maps } from "#atlas/method.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { compareLinkNotes } from "./compare-link.ts";
import type { CompareStore, Linked } from "./compare-store.ts";
import type { ComparedHead } from "./side/use-side.ts";
import type { OpenedQuery } from "./use-query.ts";

interface LinkNotesInput {
  readonly opened: OpenedQuery;
  readonly store: CompareStore;
  /** Null until the tokens of both sides are known. */
  readonly linked: Linked | null;
  readonly a: ComparedHead;
  readonly b: ComparedHead;
  readonly maps: Maps;
  /** All that there are once the tokens are known. */
  readonly modes: readonly ColorMode[];
}

const NOTHING: readonly string[] = [];

/** Selects what the link means in data that have changed since. @returns Sentences about the link. */
export function useLinkNotes({
  opened,
  store,
  linked,
  a,
  b,
  maps,
  modes,
}: LinkNotesInput): readonly string[] {
  const notes = useMemo(() => {
    if (linked === null) return null;
    const { sides } = linked;
    const linkedSides = {
      a: { atlas: a.atlas, table: sides.a.table },
      b: { atlas: b.atlas, table: sides.b.table },
    };
    return compareLinkNotes(opened.search, linkedSides, maps, modes);
  }, [opened, linked, a, b, maps, modes]);
  const isKnown = notes !== null;
  useEffect(() => {
    if (notes?.selected === undefined) return;
    store.sides[notes.selectedOn].dispatch({ type: "set", change: { selected: notes.selected } });
    // Once for each link: the reader may select something else.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [opened, isKnown]);
  return notes?.problems ?? NOTHING;
}
