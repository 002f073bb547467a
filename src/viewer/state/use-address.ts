import { useEffect, useRef } from "react";
import type { Maps } from "#atlas/method.ts";
import { formatView, parseView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";
import { isNewEntry, stepsBetween, type Step } from "./history.ts";

/** Time without a change after which the address follows the view. */
const QUIET_MS = 250;
/** Back or forward; the page's layout passes it on before the router hears of it. */
const TRAVERSE = "headland:traverse";

/**
 * Keeps the query string and the view in step: read when the page opens or the reader goes back or forward, written a
 * moment after each change, with an entry in the history for those that Back should undo.
 *
 * @param page What the page is about; a change of it is a navigation.
 * @param maps Those of the atlas: the first one needs no word in the address.
 */
export function useAddress(page: string, view: View, maps: Maps, restore: (view: View) => void): void {
  /** The page whose address was read. */
  const read = useRef<string | null>(null);
  const pathname = useRef("");
  const isTraversing = useRef(false);
  const last = useRef<readonly Step[] | null>(null);
  useEffect(() => {
    const onTraverse = (event: Event): void => {
      last.current = null;
      if (location.pathname !== pathname.current) {
        isTraversing.current = true;
        return;
      }
      // Another view of the same page: the router, which waits behind, need not fetch the page again.
      event.preventDefault();
      restore(parseView(location.search, maps));
    };
    window.addEventListener(TRAVERSE, onTraverse);
    return () => window.removeEventListener(TRAVERSE, onTraverse);
  }, [maps, restore]);
  useEffect(() => {
    if (read.current === page) return;
    read.current = page;
    pathname.current = location.pathname;
    last.current = null;
    // Whoever follows a link to the next head keeps the view; whoever goes back finds the view that was there.
    if (location.search !== "" || isTraversing.current) restore(parseView(location.search, maps));
    isTraversing.current = false;
  }, [page, maps, restore]);
  const opened = useRef<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      const wanted = formatView(view, maps);
      const isOpening = opened.current !== page;
      opened.current = page;
      if (wanted === location.search) return;
      const address = `${location.pathname}${wanted}${location.hash}`;
      const steps = stepsBetween(parseView(location.search, maps), view);
      try {
        if (isOpening || !isNewEntry(steps, last.current)) {
          // The router keeps its own notes in history.state: they stay.
          history.replaceState(history.state, "", address);
        } else {
          history.pushState(nextEntry(history.state), "", address);
          last.current = steps;
        }
      } catch {
        // Browsers refuse in some frames, and where an address changes very often: the next change writes it.
      }
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [page, view, maps]);
}

/** The router counts its entries. */
function nextEntry(state: unknown): object {
  const { index = 0, ...rest } = (state ?? {}) as { index?: number };
  return { ...rest, index: index + 1 };
}
