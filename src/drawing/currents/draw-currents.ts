/**
 * Currents as an old atlas of the sea draws them: a few thin lines that start apart, run together and taper toward their
 * end; the strongest ones have a small arrowhead.
 */
import type { DrawPlane } from "../map/draw-plane.ts";
import type { Place } from "../map/frame.ts";
import type { Pen } from "../pen.ts";
import { endsOf, type Flow, type Step } from "./flows.ts";

/** Lines of one flow. */
const MOST_LINES = 7;
/** Weight that one line stands for. */
const WEIGHT_OF_LINE = 4;
/**
 * How far a flow bows to its right, as a share of its length: flow and counterflow part, and a sink gets its whirl. Long
 * flows bow by no more than this part of the plane, or they would leave the ways between the islands.
 */
const [BOW, MOST_BOW] = [0.16, 0.12];
/** How far apart the lines of a flow are in its middle, as a share of what they are at its ends. */
const APART = 0.22;
/** Width at the start and at the end, in pixels. */
const [WIDE_PX, THIN_PX] = [1.3, 0.4];
/** Corners along one line. */
const N_CORNERS = 18;
const N_ARROWS = 24;
const ARROW_PX = 5.5;
const [FAINTEST, STRONGEST] = [0.14, 0.36];

type Curve = readonly [start: Place, first: Place, second: Place, end: Place];

export function drawCurrents(flows: readonly Flow[]): DrawPlane {
  const strongest = flows[0]?.weight ?? 1;
  const drawn = flows.map((flow) => ({ ...curvesOf(flow), share: flow.weight / strongest }));
  return (pen, scale, { ink }) => {
    pen.fillStyle = ink;
    // The strongest are drawn last.
    for (const { curves, middle, share } of drawn.toReversed()) {
      pen.globalAlpha = FAINTEST + (STRONGEST - FAINTEST) * Math.sqrt(share);
      pen.beginPath();
      for (const curve of curves) addLine(pen, curve, scale);
      if (drawn.findIndex((other) => other.middle === middle) < N_ARROWS) addArrow(pen, middle, scale);
      pen.fill();
    }
    pen.globalAlpha = 1;
  };
}

/** The lines of a flow, and the curve around which they run. */
export function curvesOf({ steps, weight }: Flow): { curves: readonly Curve[]; middle: Curve } {
  const [from, to] = endsOf({ steps });
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = (share: number, side: number): Place => ({
    x: from.x + dx * share + dy * side,
    y: from.y + dy * share - dx * side,
  });
  const bow = Math.min(BOW, MOST_BOW / (Math.hypot(dx, dy) || 1));
  const middle: Curve = [from, along(0.3, bow), along(0.7, bow), to];
  const aside = ({ from: { x, y }, to: end }: Step): number =>
    (x - from.x) * dy - (y - from.y) * dx + (end.x - to.x) * dy - (end.y - to.y) * dx;
  // Evenly across the flow, so that its lines do not cross.
  const across = steps.toSorted((a, b) => aside(a) - aside(b));
  const nLines = Math.min(MOST_LINES, steps.length, Math.max(1, Math.round(weight / WEIGHT_OF_LINE)));
  const curves = Array.from({ length: nLines }, (_, line): Curve => {
    const step = across[Math.floor(((line + 0.5) * steps.length) / nLines)]!;
    return [
      step.from,
      toward(middle[1], step.from, from, APART),
      toward(middle[2], step.to, to, APART),
      step.to,
    ];
  });
  return { curves, middle };
}

/** Moves a corner as a point lies beside the mean of all such points. */
function toward(corner: Place, point: Place, of: Place, share: number): Place {
  return { x: corner.x + (point.x - of.x) * share, y: corner.y + (point.y - of.y) * share };
}

/** A place on the curve, and the direction there, of length 1. */
function on([a, b, c, d]: Curve, t: number): { at: Place; dx: number; dy: number } {
  const s = 1 - t;
  const value = (axis: "x" | "y"): number =>
    s * s * s * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t * t * t * d[axis];
  const slope = (axis: "x" | "y"): number =>
    s * s * (b[axis] - a[axis]) + 2 * s * t * (c[axis] - b[axis]) + t * t * (d[axis] - c[axis]);
  const [dx, dy] = [slope("x"), slope("y")];
  const length = Math.hypot(dx, dy) || 1;
  return { at: { x: value("x"), y: value("y") }, dx: dx / length, dy: dy / length };
}

function addLine(pen: Pen, curve: Curve, scale: number): void {
  const back: Place[] = [];
  for (let corner = 0; corner <= N_CORNERS; corner++) {
    const t = corner / N_CORNERS;
    const { at, dx, dy } = on(curve, t);
    const half = (WIDE_PX + (THIN_PX - WIDE_PX) * t) / 2 / scale;
    const left = { x: at.x - dy * half, y: at.y + dx * half };
    if (corner === 0) pen.moveTo(left.x, left.y);
    else pen.lineTo(left.x, left.y);
    back.push({ x: at.x + dy * half, y: at.y - dx * half });
  }
  for (const { x, y } of back.reverse()) pen.lineTo(x, y);
  pen.closePath();
}

/** In the middle of the curve, where its lines run together; wound as they are, so that it covers them. */
function addArrow(pen: Pen, middle: Curve, scale: number): void {
  const { at, dx, dy } = on(middle, 0.56);
  const px = ARROW_PX / scale;
  pen.moveTo(at.x + dx * px, at.y + dy * px);
  pen.lineTo(at.x - dx * px + dy * px * 0.75, at.y - dy * px - dx * px * 0.75);
  pen.lineTo(at.x - dx * px * 0.35, at.y - dy * px * 0.35);
  pen.lineTo(at.x - dx * px - dy * px * 0.75, at.y - dy * px + dx * px * 0.75);
  pen.closePath();
}
