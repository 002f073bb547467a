import { useEffect, useRef } from "react";
import { withFinder } from "#finder/finder-address.ts";
import type { FinderState } from "#finder/finder-state.ts";
import { opensFinder } from "#finder/finder-words.ts";

/** Time without a change after which the address follows. */
const QUIET_MS = 250;
/** Back or forward; the page's layout passes it on. */
const TRAVERSE = "headland:traverse";

/** Keeps the words of the finder in the address; the other words belong to the page. @param restore For another address of the same page. */
export function useFinderAddress(state: FinderState, restore: (search: string) => void): void {
  const latest = useRef(restore);
  useEffect(() => {
    latest.current = restore;
  });
  useEffect(() => {
    const timer = setTimeout(() => write(withFinder(location.search, state)), QUIET_MS);
    return () => clearTimeout(timer);
  }, [state]);
  useEffect(() => {
    const { pathname } = location;
    const onTraverse = (): void => {
      if (location.pathname === pathname && opensFinder(location.search)) latest.current(location.search);
    };
    window.addEventListener(TRAVERSE, onTraverse);
    return () => {
      window.removeEventListener(TRAVERSE, onTraverse);
      // The finder was closed on its own page.
      if (location.pathname === pathname) write(withFinder(location.search, null));
    };
  }, []);
}

function write(search: string): void {
  if (search === location.search) return;
  try {
    history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
  } catch {
    // Browsers refuse where an address changes very often: the next change writes it.
  }
}
