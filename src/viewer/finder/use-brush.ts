import { useEffect, useRef, useState, type RefObject } from "react";
import type { ScatterPlace } from "./draw-scatter.ts";

type Point = readonly [x: number, y: number];
/** Left, upper, right and lower edge. */
export type Brush = readonly [x0: number, y0: number, x1: number, y1: number];

interface BrushInput {
  readonly element: RefObject<HTMLElement | null>;
  readonly place: ScatterPlace;
  /** The pointer rests there; null if it has left. */
  readonly onPoint: (at: Point | null) => void;
  /** Pressed and released in the same place. */
  readonly onPick: (at: Point, isTouch: boolean) => void;
  readonly onBrush: (brush: Brush) => void;
}

/** A shorter way is a press with an unsteady hand. */
const LEAST_PX = 5;

/** The rectangle that a reader draws, while it is drawn. Esc gives it up. */
export function useBrush(input: BrushInput): Brush | null {
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  const [brush, setBrush] = useState<Brush | null>(null);
  const { element } = input;
  useEffect(() => {
    const canvas = element.current;
    if (canvas === null) return;
    const stop = new AbortController();
    const { signal } = stop;
    let from: Point | null = null;
    const at = ({ clientX, clientY }: PointerEvent): Point => {
      const { left, top } = canvas.getBoundingClientRect();
      return [clientX - left, clientY - top];
    };
    const between = (a: Point, b: Point): Brush => {
      const { place } = latest.current;
      const inX = (x: number): number => Math.min(place.width - place.right, Math.max(place.left, x));
      const inY = (y: number): number => Math.min(place.height - place.bottom, Math.max(place.top, y));
      const [xs, ys] = [[inX(a[0]), inX(b[0])] as const, [inY(a[1]), inY(b[1])] as const];
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    };
    const isFar = (a: Point, b: Point): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) > LEAST_PX;
    const end = (): void => {
      from = null;
      setBrush(null);
    };
    canvas.addEventListener(
      "pointerdown",
      (event) => {
        if (event.button !== 0) return;
        from = at(event);
        // A finger may want to scroll the page.
        if (event.pointerType === "mouse") canvas.setPointerCapture(event.pointerId);
      },
      { signal },
    );
    canvas.addEventListener(
      "pointermove",
      (event) => {
        const here = at(event);
        if (from !== null && event.pointerType !== "touch" && isFar(from, here))
          setBrush(between(from, here));
        else if (from === null) latest.current.onPoint(here);
      },
      { signal },
    );
    canvas.addEventListener(
      "pointerup",
      (event) => {
        const here = at(event);
        if (from === null) return;
        const start = from;
        end();
        if (!isFar(start, here)) latest.current.onPick(here, event.pointerType === "touch");
        else if (event.pointerType !== "touch") latest.current.onBrush(between(start, here));
      },
      { signal },
    );
    canvas.addEventListener("pointercancel", end, { signal });
    canvas.addEventListener("pointerleave", () => latest.current.onPoint(null), { signal });
    document.addEventListener("keydown", ({ key }) => key === "Escape" && end(), { signal });
    return () => stop.abort();
  }, [element]);
  return brush;
}
