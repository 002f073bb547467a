/** Handles pointers on the map: hovering, selecting, and rotating in 3-D. Sigma handles wheel, drag and pinch. */
import type Sigma from "sigma";
import { listenLongPress } from "./long-press.ts";

export interface PointerActions {
  /** The point at a position, in CSS pixels from the corner of the map. */
  readonly pick: (x: number, y: number) => number | null;
  readonly onHover: (point: number | null) => void;
  readonly onClick: (point: number | null) => void;
  /** Rotates by a drag of this many pixels; undefined if a drag moves the map instead. */
  readonly turn: () => ((dx: number, dy: number) => void) | undefined;
  /** Whether two fingers are down: they move and zoom the map, where one finger rotates it. */
  readonly onPinch: (isPinching: boolean) => void;
}

export function listenSigma(
  container: HTMLElement,
  sigma: Sigma,
  { pick, onHover, onClick, turn, onPinch }: PointerActions,
  signal: AbortSignal,
): void {
  const [mouse, touch] = [sigma.getMouseCaptor(), sigma.getTouchCaptor()];
  // Sigma looks for a node under every move by reading a pixel back from WebGL, which waits for the whole frame:
  // where WebGL runs in software, a drag then shows every sixth frame. The map knows where its points are.
  mouse.removeAllListeners();
  touch.removeAllListeners();
  mouse.on("click", ({ x, y }) => onClick(pick(x, y)));
  mouse.on("doubleClick", (event) => event.preventSigmaDefault());
  touch.on("tap", ({ touches, previousTouches }) => {
    // A tap is told when the finger has left: where it was is then among the previous touches.
    const at = touches[0] ?? previousTouches[0];
    if (at && !press.wasLong()) onClick(pick(at.x, at.y));
  });
  touch.on("doubletap", (event) => event.preventSigmaDefault());

  const press = listenLongPress(container, (x, y) => onHover(pick(x, y)), signal);
  let drag: { x: number; y: number } | null = null;
  const fingers = new Set<number>();
  const down = (event: PointerEvent): void => {
    if (event.pointerType === "touch") fingers.add(event.pointerId);
    drag = fingers.size < 2 ? { x: event.clientX, y: event.clientY } : null;
    if (fingers.size === 2) onPinch(true);
  };
  const up = (event: PointerEvent): void => {
    drag = null;
    if (fingers.delete(event.pointerId) && fingers.size === 0) onPinch(false);
  };
  const move = (event: PointerEvent): void => {
    const turnBy = turn();
    if (drag && turnBy && event.isPrimary) {
      turnBy(event.clientX - drag.x, event.clientY - drag.y);
      drag = { x: event.clientX, y: event.clientY };
    }
    if (drag || event.pointerType === "touch") return;
    const box = container.getBoundingClientRect();
    onHover(pick(event.clientX - box.left, event.clientY - box.top));
  };
  container.addEventListener("pointerdown", down, { signal });
  container.addEventListener("pointermove", move, { signal });
  // Lifting a finger also fires this event; the card of its point stays, so that it can be read.
  const leave = (event: PointerEvent): void => {
    if (event.pointerType !== "touch") onHover(null);
  };
  container.addEventListener("pointerleave", leave, { signal });
  window.addEventListener("pointerup", up, { signal });
  window.addEventListener("pointercancel", up, { signal });
}
