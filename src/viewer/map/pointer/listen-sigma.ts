/** Rotates a 3-D map by drags. Sigma handles wheel, drag and pinch of a flat one. */
import type Sigma from "sigma";

export interface TurnActions {
  /** Rotates by a drag of this many pixels; undefined if a drag moves the map instead. */
  readonly turn: () => ((dx: number, dy: number) => void) | undefined;
  /** Whether two fingers are down: they move and zoom the map, where one finger rotates it. */
  readonly onPinch: (isPinching: boolean) => void;
}

export function listenSigma(
  container: HTMLElement,
  sigma: Sigma,
  { turn, onPinch }: TurnActions,
  signal: AbortSignal,
): void {
  const [mouse, touch] = [sigma.getMouseCaptor(), sigma.getTouchCaptor()];
  // Sigma looks for a node under every move by reading a pixel back from WebGL, which waits for the whole frame:
  // where WebGL runs in software, a drag then shows every sixth frame. The map knows where its points are.
  mouse.removeAllListeners();
  touch.removeAllListeners();
  mouse.on("doubleClick", (event) => event.preventSigmaDefault());
  touch.on("doubletap", (event) => event.preventSigmaDefault());

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
    if (!drag || !turnBy || !event.isPrimary) return;
    turnBy(event.clientX - drag.x, event.clientY - drag.y);
    drag = { x: event.clientX, y: event.clientY };
  };
  container.addEventListener("pointerdown", down, { signal });
  container.addEventListener("pointermove", move, { signal });
  window.addEventListener("pointerup", up, { signal });
  window.addEventListener("pointercancel", up, { signal });
}
