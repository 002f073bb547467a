import { useEffect, type RefObject } from "react";

/** Heads open in the method, the color and with the search that their thumbnails show. @param query e.g. `?m=umap&q=the` */
export function useHeadLinks(box: RefObject<HTMLElement | null>, query: string): void {
  useEffect(() => {
    for (const link of box.current?.querySelectorAll<HTMLAnchorElement>("a[data-head]") ?? []) {
      link.search = query;
    }
  }, [box, query]);
}
