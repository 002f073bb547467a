import { useEffect, useRef } from "react";

/** Time without a change after which the address follows. */
const QUIET_MS = 250;
/** Back or forward; the page's layout passes it on. */
const TRAVERSE = "headland:traverse";

/**
 * Keeps the address in step with the view.
 *
 * @param words Of the view; null until the address was read.
 * @param restore Called with the address on opening, and when the reader goes back or forward on this page.
 */
export function useCircuitsAddress(words: string | null, restore: (search: string) => void): void {
  const latest = useRef(restore);
  useEffect(() => {
    latest.current = restore;
  });
  useEffect(() => {
    const { pathname } = location;
    latest.current(location.search);
    const onTraverse = (event: Event): void => {
      if (location.pathname !== pathname) return;
      event.preventDefault();
      latest.current(location.search);
    };
    window.addEventListener(TRAVERSE, onTraverse);
    return () => window.removeEventListener(TRAVERSE, onTraverse);
  }, []);
  useEffect(() => {
    if (words === null) return;
    const timer = setTimeout(() => {
      const address = `${location.pathname}${words}${location.hash}`;
      if (words !== location.search) history.replaceState(history.state, "", address);
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [words]);
}
