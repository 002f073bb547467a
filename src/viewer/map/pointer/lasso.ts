/** Drawing an outline around points with mouse, pen or finger: freely, or with Shift a box. */
import type { Place } from "../frame.ts";

/** A new corner is set where the pointer has moved this far. */
const STEP_PX = 6;
/** An outline that is shorter was a click. */
const LEAST_CORNERS = 3;

export interface LassoActions {
  /** The outline so far, in CSS pixels from the element's corner. */
  readonly onDraw: (outline: readonly Place[]) => void;
  /** The finished outline; null if there is none to speak of. */
  readonly onDone: (outline: readonly Place[] | null) => void;
}

/** Takes all presses on the element until the signal aborts. */
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
      // The map below would move with it.
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
      // What the pointer passes on its way is not meant.
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
