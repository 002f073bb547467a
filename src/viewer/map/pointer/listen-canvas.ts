/** Handles wheel, drag and pinch for the map without Sigma. */

export interface CanvasActions {
  readonly onDrag: (dx: number, dy: number, by: "mouse" | "finger" | "pinch") => void;
  /** The position is in CSS pixels from the corner of the element. */
  readonly onZoom: (x: number, y: number, factor: number) => void;
}

export function listenCanvas(element: HTMLElement, actions: CanvasActions, signal: AbortSignal): void {
  const down = new Map<number, { x: number; y: number }>();
  const at = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const spread = (): { x: number; y: number; distance: number } => {
    const [a, b] = [...down.values()];
    if (!a || !b) return { x: 0, y: 0, distance: 0 };
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  const move = (event: PointerEvent): void => {
    const now = at(event);
    const before = down.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    const old = spread();
    down.set(event.pointerId, now);
    const pinch = spread();
    if (old.distance > 0 && pinch.distance > 0) {
      actions.onZoom(pinch.x, pinch.y, pinch.distance / old.distance);
      actions.onDrag(pinch.x - old.x, pinch.y - old.y, "pinch");
    } else actions.onDrag(dx, dy, event.pointerType === "touch" ? "finger" : "mouse");
  };
  const release = (event: PointerEvent): void => void down.delete(event.pointerId);
  element.addEventListener("pointerdown", (event) => void down.set(event.pointerId, at(event)), { signal });
  element.addEventListener("pointermove", move, { signal });
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
