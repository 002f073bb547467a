import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { View } from "#atlas/view/view.ts";
import { isNewEntry, stepsBetween, type Step } from "../state/history.ts";

/** Time without a change after which the address follows the view. */
const QUIET_MS = 250;
/** Back or forward; the page's layout passes it on before the router hears of it. */
const TRAVERSE = "headland:traverse";

/** The query of the page, and the way to another one. */
export interface Query {
  /** Null until the page has been read by a browser. Another object each time that the reader goes somewhere. */
  readonly opened: OpenedQuery | null;
  /** Goes to another pair: an entry of its own in the history. */
  readonly goTo: (search: string) => void;
}

/** The query with which the page was opened, or to which its reader has gone. */
export interface OpenedQuery {
  readonly search: string;
}

export function useQuery(): Query {
  const [store] = useState(createOpened);
  const opened = useSyncExternalStore(store.subscribe, store.get, () => null);
  return { opened, goTo: store.goTo };
}

interface Opened {
  readonly get: () => OpenedQuery;
  readonly subscribe: (listener: () => void) => () => void;
  readonly goTo: (search: string) => void;
}

function createOpened(): Opened {
  let opened: OpenedQuery | null = null;
  let heard: (() => void) | null = null;
  const change = (next: string): void => {
    opened = { search: next };
    heard?.();
  };
  return {
    get: () => (opened ??= { search: location.search }),
    subscribe: (listener) => {
      heard = listener;
      const { pathname } = location;
      const onTraverse = (event: Event): void => {
        if (location.pathname !== pathname) return;
        // The router, which waits behind, need not fetch the page again.
        event.preventDefault();
        change(location.search);
      };
      window.addEventListener(TRAVERSE, onTraverse);
      return () => {
        heard = null;
        window.removeEventListener(TRAVERSE, onTraverse);
      };
    },
    goTo: (next) => {
      write(next, true);
      change(next);
    },
  };
}

/** Writes the address a moment after each change of the view. @param wanted Null writes nothing. */
export function useWrittenQuery(wanted: string | null, view: View): void {
  const last = useRef<readonly Step[] | null>(null);
  const written = useRef<View | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    const timer = setTimeout(() => {
      const before = written.current;
      written.current = view;
      const search = withLook(wanted);
      if (search === location.search) return;
      const steps = before === null ? [] : stepsBetween(before, view);
      const isNew = before !== null && isNewEntry(steps, last.current);
      if (isNew) last.current = steps;
      write(search, isNew);
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [wanted, view]);
}

/** How a copied link wants the page to look stays in the address: it would be gone with the next reload. */
function withLook(query: string): string {
  const look = location.search.match(/[?&](theme|palette)=\w+/g) ?? [];
  return look.reduce((text, word) => `${text}&${word.slice(1)}`, query);
}

function write(search: string, isNew: boolean): void {
  const address = `${location.pathname}${search}${location.hash}`;
  try {
    // The router keeps its own notes in history.state, and counts its entries.
    const { index = 0, ...rest } = (history.state ?? {}) as { index?: number };
    if (isNew) history.pushState({ ...rest, index: index + 1 }, "", address);
    else history.replaceState(history.state, "", address);
  } catch {
    // Browsers refuse in some frames, and where an address changes very often: the next change writes it.
  }
}
