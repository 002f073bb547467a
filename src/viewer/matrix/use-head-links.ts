import { useEffect, type RefObject } from "react";

/**
 * Makes the links open heads with the method, color and search of their thumbnails.
 *
 * @param query e.g. `?method=umap&search=the`
 * @param unfolded Grows whenever other links are seen than before.
 */
export function useHeadLinks(box: RefObject<HTMLElement | null>, query: string, unfolded: number): void {
  useEffect(() => {
    for (const link of box.current?.querySelectorAll<HTMLAnchorElement>("a[data-head]") ?? []) {
      link.search = query;
    }
  }, [box, query, unfolded]);
}
