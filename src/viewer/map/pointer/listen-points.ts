/** What mouse, pen and fingers hover and choose. A press picks one point, for the card and for the click alike. */
import type { Place } from "#drawing/map/frame.ts";

/** A finger that rests this long hovers the point below it, as a mouse does, and chooses nothing. */
const REST_MS = 450;
/** A press that moves farther than this is a drag; fingers are less steady than a mouse. */
const [STILL_PX, STILL_FINGER_PX] = [4, 10];

export interface PointActions {
  /** The point at a position, in CSS pixels from the corner of the element. */
  readonly pick: (x: number, y: number) => number | null;
  readonly onHover: (point: number | null) => void;
  readonly onClick: (point: number | null) => void;
}

/**
 * Events of the pointer have fractions of pixels, those of a click have none: they may lie nearer to another point. So a
 * click is told from presses alone.
 *
 * @returns A function that picks again, for a map that has moved under a pointer at rest.
 */
export function listenPoints(
  element: HTMLElement,
  { pick, onHover, onClick }: PointActions,
  signal: AbortSignal,
): () => void {
  /** Where a mouse is that presses no button. */
  let spot: Place | null = null;
  let press: (Place & { readonly point: number | null; readonly since: number }) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isFinger = (event: PointerEvent): boolean => event.pointerType === "touch";
  const hover = (): void => {
    if (spot === null) return;
    const { left, top } = element.getBoundingClientRect();
    onHover(pick(spot.x - left, spot.y - top));
  };
  const end = (): void => {
    clearTimeout(timer);
    press = spot = null;
  };
  const down = (event: PointerEvent): void => {
    end();
    // A second finger zooms.
    if (event.button !== 0 || !event.isPrimary) return;
    const [{ left, top }, { clientX: x, clientY: y }] = [element.getBoundingClientRect(), event];
    const point = pick(x - left, y - top);
    press = { x, y, point, since: event.timeStamp };
    if (isFinger(event)) timer = setTimeout(onHover, REST_MS, point);
    else onHover(point);
  };
  const move = (event: PointerEvent): void => {
    const [finger, { clientX: x, clientY: y }] = [isFinger(event), event];
    if (press && Math.hypot(x - press.x, y - press.y) > (finger ? STILL_FINGER_PX : STILL_PX)) end();
    if (finger || event.buttons !== 0) return;
    spot = { x, y };
    hover();
  };
  const up = (event: PointerEvent): void => {
    if (press) {
      // By the times of the events: on a busy page, the timer can fire before a finger is told to have been lifted.
      const isLong = isFinger(event) && event.timeStamp - press.since >= REST_MS;
      if (isLong || !isFinger(event)) onHover(press.point);
      // The card of an earlier point would name another one than is chosen.
      else onHover(null);
      if (!isLong) onClick(press.point);
    }
    end();
    // A map that was thrown moves on below the pointer.
    if (!isFinger(event) && element.contains(event.target as Node))
      spot = { x: event.clientX, y: event.clientY };
  };
  element.addEventListener("pointerdown", down, { signal });
  element.addEventListener("pointermove", move, { signal });
  // Lifting a finger also fires this event; the card of its point stays, so that it can be read.
  const leave = (event: PointerEvent): void => {
    if (isFinger(event)) return;
    spot = null;
    onHover(null);
  };
  element.addEventListener("pointerleave", leave, { signal });
  window.addEventListener("pointerup", up, { signal });
  window.addEventListener("pointercancel", end, { signal });
  // The keyboard's cursor takes the place of the pointer.
  element.addEventListener("keydown", () => (spot = null), { signal });
  // Otherwise the browser would offer to copy or share the pressed element.
  element.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  signal.addEventListener("abort", end);
  return hover;
}
