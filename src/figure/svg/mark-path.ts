/** Points as one path: every program draws it alike, and it is short. */
import type { MarkKind, Marks } from "../scene.ts";
import { joined, short } from "./numbers.ts";

/** The hole of a ring, as a share of its radius. */
const HOLE = 0.42;
/** The middle of a ring's line, and its width. */
const [MIDDLE, LINE] = [(1 + HOLE) / 2, 1 - HOLE];

/** The width of the line that draws rings of one size; null for points that are filled. */
export function ringLine({ kind, at }: Marks): number | null {
  if (kind !== "ring") return null;
  const [, , radius = 0] = at;
  for (let i = 2; i < at.length; i += 3) if (short(at[i]!) !== short(radius)) return null;
  return radius * LINE;
}

/** All points of a group: for a line as wide as `ringLine` says, or else for filling. */
export function markPath(marks: Marks): string {
  const { kind, at } = marks;
  const isLine = ringLine(marks) !== null;
  const shapes = new Map<number, string>();
  let path = "";
  for (let i = 0; i < at.length; i += 3) {
    const [x, y, full] = [at[i]!, at[i + 1]!, at[i + 2]!];
    const radius = isLine ? full * MIDDLE : full;
    const shape = shapes.get(radius) ?? (isLine ? circle(radius, 0) : shapeOf(kind, radius));
    shapes.set(radius, shape);
    path += `M${joined([x - radius, kind === "square" ? y - radius : y])}${shape}`;
  }
  return path;
}

/** From the left end of a point on, or of a square from its corner. */
function shapeOf(kind: MarkKind, radius: number): string {
  if (kind === "square") return `h${short(2 * radius)}v${short(2 * radius)}h${short(-2 * radius)}z`;
  if (kind === "disc") return circle(radius, 0);
  // The hole runs the other way round.
  return `${circle(radius, 0)}m${joined([radius * (1 - HOLE), 0])}${circle(radius * HOLE, 1)}`;
}

function circle(radius: number, sweep: 0 | 1): string {
  const [r, across] = [short(radius), short(2 * radius)];
  return `a${r} ${r} 0 1 ${sweep} ${across} 0 ${r} ${r} 0 1 ${sweep}-${across} 0`;
}
