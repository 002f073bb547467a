/** Lines that enclose a share of the queries, and of the keys. They show the centers of a crowded map. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Role } from "#atlas/role-colors.ts";
import { density, levelOf } from "#math/density.ts";
import type { Pen } from "../pen.ts";
import type { DrawPlane } from "./draw-plane.ts";
import { levelLines } from "./level-lines.ts";

export interface Contour {
  readonly color: string;
  /** The share of the role's points inside the line. */
  readonly share: number;
  /** Corners x, y of each closed line, one after the other, in the plane of the map. */
  readonly lines: readonly (readonly number[])[];
}

/** From the outermost line to the innermost one. */
export const CONTOUR_SHARES = [0.9, 0.6, 0.3] as const;
/** With fewer points, a density has no meaning. */
const LEAST_POINTS = 40;

/**
 * @param isShown Whether a point counts.
 * @param colors As CSS writes them.
 */
export function contoursOf(
  { n, x, y }: MapCoordinates,
  isShown: (point: number) => boolean,
  colors: Readonly<Record<Role, string>>,
): Contour[] {
  const points = Array.from({ length: n }, (_, point) => point).filter(isShown);
  return (["query", "key"] as const).flatMap((role) => {
    const own = points.filter((point) => point < n / 2 === (role === "query"));
    if (own.length < LEAST_POINTS) return [];
    const [ownX, ownY] = [x, y].map((axis) => Float32Array.from(own, (point) => axis[point] ?? 0));
    const grid = density(ownX!, ownY!);
    return CONTOUR_SHARES.map((share) => ({
      color: colors[role],
      share,
      lines: levelLines(grid, levelOf(grid, ownX!, ownY!, share)),
    }));
  });
}

/** Each line has a rim in the color of the page, which sets it off from points of its own color. */
export function drawContours(contours: readonly Contour[]): DrawPlane {
  return (pen, scale, { page }) => {
    pen.lineJoin = "round";
    for (const rim of [true, false]) {
      for (const { color, share, lines } of contours) {
        // The innermost line is the strongest.
        const widthPx = 1 + (1 - share) * 1.4;
        pen.lineWidth = (rim ? widthPx + 2.4 : widthPx) / scale;
        pen.strokeStyle = rim ? page : color;
        pen.globalAlpha = rim ? 0.55 : 1;
        trace(pen, lines);
        pen.stroke();
      }
    }
  };
}

function trace(pen: Pen, lines: Contour["lines"]): void {
  pen.beginPath();
  for (const corners of lines) {
    pen.moveTo(corners[0]!, corners[1]!);
    for (let at = 2; at < corners.length; at += 2) pen.lineTo(corners[at]!, corners[at + 1]!);
    pen.closePath();
  }
}
