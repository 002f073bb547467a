import { useEffect } from "react";
import type { Maps } from "#atlas/method.ts";
import { defaultView, formatView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";

/**
 * All heads open in the method, the color and with the search of this one. The link is the page's own, outside of the
 * island.
 *
 * @param page Identifies the page: each page has its own link.
 */
export function useMatrixLink(page: string, view: View, maps: Maps): void {
  const { method, color, search } = view;
  const query = formatView({ ...defaultView(maps), method, color, search }, maps);
  useEffect(() => {
    const link = document.querySelector<HTMLAnchorElement>("a[data-all-heads]");
    if (link) link.search = query;
  }, [page, query]);
}
