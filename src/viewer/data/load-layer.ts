/** Loads the heads of a layer from the layer's own page, where a model has too many for one page. */
import { fetchText } from "./fetch-text.ts";

/**
 * Puts the heads of a layer in the place of the link to its page. If they cannot be loaded, the link stays.
 *
 * @param prepare What their links need, before the layer says that it has been unfolded with other links than before.
 */
export async function loadLayer(
  link: HTMLAnchorElement,
  prepare: (fold: HTMLElement) => void,
): Promise<void> {
  const fold = link.closest("details");
  // The layer may be folded and unfolded again meanwhile.
  if (fold === null || link.dataset["layerPage"] !== "") return;
  link.dataset["layerPage"] = "asked";
  const text = await fetchText(link.href, "The page of the layer").catch(() => null);
  link.dataset["layerPage"] = "";
  const grid = text === null ? null : headsIn(text, link.href);
  if (grid === null) return;
  link.parentElement?.replaceWith(grid);
  prepare(fold);
  fold.dispatchEvent(new Event("toggle"));
}

/** @param address Of the page, from which its links are seen. */
function headsIn(text: string, address: string): Element | null {
  const grid = new DOMParser().parseFromString(text, "text/html").querySelector(".matrix");
  for (const link of grid?.querySelectorAll("a") ?? []) {
    link.href = new URL(link.getAttribute("href") ?? "", address).href;
    // The build has made rules of the page's style attributes (`src/site/page/own-styles.ts`).
    const { style } = link.dataset;
    if (style !== undefined) link.style.cssText = style;
  }
  return grid && document.adoptNode(grid);
}
