/** Draws an outline around points with mouse, pen or finger; with Shift, a box. */
import type { Place } from "#drawing/map/frame.ts";

/** The pointer sets a new corner after moving this far. */
const STEP_PX = 6;
/** A shorter outline counts as a click. */
const LEAST_CORNERS = 3;

export interface LassoActions {
  /** The outline so far, in CSS pixels from the element's corner. */
  readonly onDraw: (outline: readonly Place[]) => void;
  /** Called with the finished outline; null if it is too short. */
  readonly onDone: (outline: readonly Place[] | null) => void;
}

/** Handles all presses on the element until the signal aborts. */
export function listenLasso(element: HTMLElement, actions: LassoActions, signal: AbortSignal): void {
  let outline: Place[] | null = null;
  let boxFrom: Place | null = null;
  const at = (event: PointerEvent): Place => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  element.addEventListener(
    "pointerdown",
    (event) => {
      // Otherwise the map below would move too.
      event.stopPropagation();
      element.setPointerCapture(event.pointerId);
      outline = [at(event)];
      boxFrom = event.shiftKey ? at(event) : null;
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      // Points that the pointer passes while drawing are not hovered.
      event.stopPropagation();
      const last = outline?.at(boxFrom ? 2 : -1) ?? outline?.at(-1);
      const now = at(event);
      if (!outline || !last || Math.hypot(now.x - last.x, now.y - last.y) < STEP_PX) return;
      if (boxFrom) outline = [boxFrom, { x: now.x, y: boxFrom.y }, now, { x: boxFrom.x, y: now.y }];
      else outline.push(now);
      actions.onDraw(outline);
    },
    { signal },
  );
  const finish = (): void => {
    if (outline === null) return;
    actions.onDone(outline.length < LEAST_CORNERS ? null : outline);
    outline = null;
  };
  element.addEventListener("pointerup", finish, { signal });
  element.addEventListener("pointercancel", finish, { signal });
}
