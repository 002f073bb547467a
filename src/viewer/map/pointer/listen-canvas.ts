/** Handles wheel, drag, pinch and tap for the map without Sigma. */
import { listenLongPress } from "./long-press.ts";

export interface CanvasActions {
  /** Positions are in CSS pixels from the corner of the element. */
  readonly onHover: (x: number, y: number) => void;
  readonly onLeave: () => void;
  readonly onClick: (x: number, y: number) => void;
  /** @param isPinch Whether two fingers are down: they move and zoom the map, where one finger rotates it. */
  readonly onDrag: (dx: number, dy: number, isPinch: boolean) => void;
  readonly onZoom: (x: number, y: number, factor: number) => void;
}

/** A press that moves less than this counts as a click. */
const STILL_PX = 4;

export function listenCanvas(element: HTMLElement, actions: CanvasActions, signal: AbortSignal): void {
  const down = new Map<number, { x: number; y: number }>();
  let travelPx = 0;
  const at = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const press = listenLongPress(element, actions.onHover, signal);
  const spread = (): { x: number; y: number; distance: number } => {
    const [a, b] = [...down.values()];
    if (!a || !b) return { x: 0, y: 0, distance: 0 };
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  const move = (event: PointerEvent): void => {
    const now = at(event);
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") actions.onHover(now.x, now.y);
      return;
    }
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    travelPx += Math.hypot(dx, dy);
    const old = spread();
    down.set(event.pointerId, now);
    const pinch = spread();
    if (old.distance > 0 && pinch.distance > 0) {
      actions.onZoom(pinch.x, pinch.y, pinch.distance / old.distance);
      actions.onDrag(pinch.x - old.x, pinch.y - old.y, true);
    } else actions.onDrag(dx, dy, false);
  };
  const release = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId) || event.type === "pointercancel") return;
    if (travelPx < STILL_PX && down.size === 0 && !press.wasLong()) actions.onClick(at(event).x, at(event).y);
  };
  element.addEventListener(
    "pointerdown",
    (event) => {
      if (down.size === 0) travelPx = 0;
      down.set(event.pointerId, at(event));
    },
    { signal },
  );
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener(
    "pointerleave",
    // Lifting a finger also fires this event; the card of its point stays, so that it can be read.
    (event) => event.pointerType !== "touch" && actions.onLeave(),
    { signal },
  );
  window.addEventListener("pointerup", release, { signal });
  window.addEventListener("pointercancel", release, { signal });
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      actions.onZoom(at(event).x, at(event).y, Math.exp(-event.deltaY / 400));
    },
    { signal, passive: false },
  );
}
