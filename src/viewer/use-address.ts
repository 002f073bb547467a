import { useEffect, useRef } from "react";
import type { Method } from "#atlas/method.ts";
import { formatView, parseView, type View } from "#atlas/view.ts";

/** Time without a change after which the address follows the view. */
const QUIET_MS = 250;

/**
 * Keeps the query string and the view in step: read when the page opens or the reader goes back to an address that
 * carries a view, written a moment after each change.
 *
 * @param page What the page is about; a change of it is a navigation.
 * @param methods The atlas' methods: the first one needs no word in the address.
 */
export function useAddress(
  page: string,
  view: View,
  methods: readonly Method[],
  restore: (view: View) => void,
): void {
  const read = useRef<string | null>(null);
  useEffect(() => {
    if (read.current === page) return;
    read.current = page;
    if (location.search !== "") restore(parseView(location.search, methods));
  }, [page, methods, restore]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const wanted = formatView(view, methods);
      if (wanted === location.search) return;
      // The router keeps its own notes in history.state: they stay.
      history.replaceState(history.state, "", `${location.pathname}${wanted}${location.hash}`);
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [page, view, methods]);
}
