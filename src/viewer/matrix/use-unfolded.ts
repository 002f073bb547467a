import { useEffect, useState, type RefObject } from "react";
import { prepareGrid } from "./grid-links.ts";

/**
 * Watches layers being folded and unfolded, and loads the heads of a layer that the page does not have.
 *
 * @returns A number that grows whenever other links are seen than before.
 */
export function useUnfolded(box: RefObject<HTMLElement | null>): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const element = box.current;
    const load = async (fold: HTMLDetailsElement, link: HTMLAnchorElement): Promise<void> => {
      const { loadLayer } = await import("../data/load-layer.ts");
      if (!(await loadLayer(link))) return;
      prepareGrid(fold);
      // Whoever follows the links of unfolded layers has new ones.
      fold.dispatchEvent(new Event("toggle"));
    };
    const onToggle = ({ target }: Event): void => {
      setCount((n) => n + 1);
      if (!(target instanceof HTMLDetailsElement) || !target.open) return;
      const link = target.querySelector<HTMLAnchorElement>("a[data-layer-page]");
      // Without the part that loads it, the link leads to the page.
      if (link) load(target, link).catch(() => undefined);
    };
    // `toggle` does not bubble, so listen in the capture phase.
    element?.addEventListener("toggle", onToggle, { capture: true });
    return () => element?.removeEventListener("toggle", onToggle, { capture: true });
  }, [box]);
  return count;
}
