/** On a touch screen one finger scrolls the page past the map; two fingers move and enlarge it. The style sheet says where. */

/** Whether the page gets what a single finger does on this element: not in full screen, and not where a mouse is at hand. */
export function givesWay(element: HTMLElement): boolean {
  return getComputedStyle(element).touchAction !== "none";
}

/** Keeps single fingers from whatever moves the map, and two fingers from the page. */
export function listenFingers(element: HTMLElement, signal: AbortSignal): void {
  const options = { capture: true, passive: false, signal };
  element.addEventListener(
    "touchstart",
    (event) => {
      if (!givesWay(element)) return;
      if (event.touches.length < 2) event.stopPropagation();
      else if (event.cancelable) event.preventDefault();
    },
    options,
  );
  element.addEventListener(
    "touchmove",
    (event) => {
      // The page already scrolls, which a second finger does not end.
      if (!event.cancelable) event.stopPropagation();
      else if (event.touches.length > 1) event.preventDefault();
    },
    options,
  );
}
