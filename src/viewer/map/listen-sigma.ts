/** Pointers on the map: hovering, choosing, and turning what is 3-D. Wheel, drag and pinch are Sigma's. */
import type Sigma from "sigma";

export interface PointerActions {
  /** The point under a place, in CSS pixels from the map's corner. */
  readonly pick: (x: number, y: number) => number | null;
  readonly onHover: (point: number | null) => void;
  readonly onClick: (point: number | null) => void;
  /** Turns by so many pixels of a drag; undefined where a drag moves the map instead. */
  readonly turn: () => ((dx: number, dy: number) => void) | undefined;
}

export function listenSigma(
  container: HTMLElement,
  sigma: Sigma,
  { pick, onHover, onClick, turn }: PointerActions,
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
    if (at) onClick(pick(at.x, at.y));
  });
  touch.on("doubletap", (event) => event.preventSigmaDefault());

  let drag: { x: number; y: number } | null = null;
  const down = (event: PointerEvent): void => void (drag = { x: event.clientX, y: event.clientY });
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
  container.addEventListener("pointerleave", () => onHover(null), { signal });
  window.addEventListener("pointerup", () => (drag = null), { signal });
  window.addEventListener("pointercancel", () => (drag = null), { signal });
}
