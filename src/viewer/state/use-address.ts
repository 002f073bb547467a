import { useEffect, useRef, useState } from "react";
import type { Maps } from "#atlas/method.ts";
import { formatView, parseView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";
import { isEmbedded } from "../embed/ui.ts";
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
 * @returns The query string with which the page was opened.
 */
export function useAddress(page: string, view: View, maps: Maps, restore: (view: View) => void): string {
  const [opened, setOpened] = useState("");
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
    setOpened(location.search);
    // Whoever follows a link to the next head keeps the view; whoever goes back finds the view that was there.
    if (location.search !== "" || isTraversing.current) restore(parseView(location.search, maps));
    isTraversing.current = false;
  }, [page, maps, restore]);
  const written = useRef<string | null>(null);
  useEffect(() => {
    const write = (): void => {
      const wanted = withLook(formatView(view, maps), location.search);
      const isOpening = written.current !== page;
      written.current = page;
      if (wanted === location.search) return;
      const address = `${location.pathname}${wanted}${location.hash}`;
      const steps = stepsBetween(parseView(location.search, maps), view);
      try {
        // The history of a frame is that of the page around it.
        if (isOpening || isEmbedded() || !isNewEntry(steps, last.current)) {
          // The router keeps its own notes in history.state: they stay.
          history.replaceState(history.state, "", address);
        } else {
          history.pushState(nextEntry(history.state), "", address);
          last.current = steps;
        }
      } catch {
        // Browsers refuse in some frames, and where an address changes very often: the next change writes it.
      }
    };
    const timer = setTimeout(write, QUIET_MS);
    // Whoever follows a link sooner than that leaves a page whose address is up to date.
    const leave = ({ target }: Event): void => {
      const link = target instanceof Element ? target.closest<HTMLElement>("a[href]") : null;
      // Where this page is to be replaced in the history, it gets no entry of its own.
      if (link !== null && link.dataset["astroHistory"] !== "replace") write();
    };
    window.addEventListener("click", leave, { capture: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener("click", leave, { capture: true });
    };
  }, [page, view, maps]);
  return opened;
}

/**
 * How a copied link wants the page to look stays in the address: it would be gone with the next reload. So do the words of the
 * finder, which writes them itself.
 */
function withLook(query: string, current: string): string {
  const look = current.match(/[?&](?:(?:theme|palette|ui)=\w+|find[-\w]*=[^&]*)/g) ?? [];
  return look.reduce((text, word) => `${text}${text === "" ? "?" : "&"}${word.slice(1)}`, query);
}

/** The router counts its entries. */
function nextEntry(state: unknown): object {
  const { index = 0, ...rest } = (state ?? {}) as { index?: number };
  return { ...rest, index: index + 1 };
}
