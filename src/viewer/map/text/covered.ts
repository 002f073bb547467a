import type { Box } from "./labels.ts";

/** Where something of the page stands on the map: elements beside it or in it that say so by `data-over-map`. */
export function coveredBy(container: HTMLElement): Box[] {
  const from = container.getBoundingClientRect();
  const over = container.parentElement?.querySelectorAll("[data-over-map]:not([hidden])") ?? [];
  return Array.from(over, (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return {
      left: left - from.left,
      top: top - from.top,
      right: right - from.left,
      bottom: bottom - from.top,
    };
  });
}
