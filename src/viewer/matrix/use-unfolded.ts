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
    const onToggle = ({ target }: Event): void => {
      setCount((n) => n + 1);
      const link = (target as Element).querySelector<HTMLAnchorElement>("[open] > .later a");
      // Without the part that loads it, the link leads to the page.
      if (link)
        import("../data/load-layer.ts").then(
          ({ loadLayer }) => loadLayer(link, prepareGrid),
          () => undefined,
        );
    };
    // `toggle` does not bubble, so listen in the capture phase.
    element?.addEventListener("toggle", onToggle, { capture: true });
    return () => element?.removeEventListener("toggle", onToggle, { capture: true });
  }, [box]);
  return count;
}
