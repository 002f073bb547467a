/** A finger that rests on the map hovers the point below it, as a mouse does. */

const REST_MS = 450;
/** A resting finger may move this far. */
const STILL_PX = 10;

export interface LongPress {
  /** Whether the touch that ends now, or ended last, was one: it then chooses nothing. */
  readonly wasLong: () => boolean;
}

/** @param onPress Gets the place in CSS pixels from the element's corner. */
export function listenLongPress(
  element: HTMLElement,
  onPress: (x: number, y: number) => void,
  signal: AbortSignal,
): LongPress {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  let isLong = false;
  let downAt = 0;
  const stop = (): void => clearTimeout(timer);
  element.addEventListener(
    "pointerdown",
    (event) => {
      stop();
      if (event.pointerType !== "touch" || !event.isPrimary) return;
      isLong = false;
      downAt = event.timeStamp;
      from = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        isLong = true;
        const box = element.getBoundingClientRect();
        onPress(from.x - box.left, from.y - box.top);
      }, REST_MS);
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL_PX && stop(),
    { signal },
  );
  const lift = (event: PointerEvent): void => {
    stop();
    // On a busy page, the timer can fire before the event of a finger that was lifted earlier.
    isLong &&= event.timeStamp - downAt >= REST_MS;
  };
  for (const type of ["pointerup", "pointercancel"] as const) window.addEventListener(type, lift, { signal });
  // Otherwise the browser would offer to copy or share the pressed element.
  element.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  signal.addEventListener("abort", stop);
  return { wasLong: () => isLong };
}
