import type { Box } from "#drawing/text/labels.ts";

/** The areas of the map that other elements cover: those marked `data-over-map`, beside the map or inside it. */
export function coveredBy(container: HTMLElement): Box[] {
  const from = container.getBoundingClientRect();
  const frame = container.closest(".map-frame") ?? container;
  const over = frame.querySelectorAll("[data-over-map]:not([hidden])");
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
