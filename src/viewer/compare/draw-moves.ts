/** Lines from where points are on one map to where their counterparts are on the other. Pure. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Role } from "#atlas/role-colors.ts";
import type { DrawPlane } from "#drawing/map/draw-plane.ts";

/** Places x, y in one plane. */
export interface Move {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly role: Role;
}

/** More lines than these hide the map. */
export const MOST_MOVES = 600;

interface MovesInput {
  /** The map on which lines are drawn, and the other one in the same plane; both flat. */
  readonly here: MapCoordinates;
  readonly there: MapCoordinates;
  /** Tokens that are exactly each other's counterparts: of this map, of the other one. */
  readonly pairs: readonly (readonly [here: number, there: number])[];
  /** The strength of each point of this map, 0 … 255; null for all alike. */
  readonly shown: Uint8Array | null;
}

/** The longest ones first. @returns And of how many points there could be lines. */
export function longestMoves({ here, there, pairs, shown }: MovesInput): {
  readonly moves: readonly Move[];
  readonly nPoints: number;
} {
  const [nHere, nThere] = [here.n / 2, there.n / 2];
  const all = (["query", "key"] as const).flatMap((role, i) =>
    pairs.flatMap(([a, b]): (Move & { length: number })[] => {
      const [own, other] = [a + i * nHere, b + i * nThere];
      if (shown !== null && shown[own] !== 255) return [];
      const from = [here.x[own]!, here.y[own]!] as const;
      const to = [there.x[other]!, there.y[other]!] as const;
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      return Number.isFinite(length) ? [{ from, to, role, length }] : [];
    }),
  );
  all.sort((a, b) => b.length - a.length);
  return { moves: all.slice(0, MOST_MOVES), nPoints: all.length };
}

/** Each line thins out from the point it belongs to towards the place on the other map. */
export function drawMoves(moves: readonly Move[], colors: Readonly<Record<Role, string>>): DrawPlane {
  return (pen, scale) => {
    const halfPx = 1.1;
    pen.globalAlpha = moves.length > 200 ? 0.45 : 0.7;
    for (const role of ["query", "key"] as const) {
      pen.fillStyle = colors[role];
      pen.beginPath();
      for (const { from, to, role: own } of moves) {
        if (own !== role) continue;
        const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        const length = Math.hypot(dx, dy);
        if (length === 0) continue;
        const [sideX, sideY] = [(-dy / length) * (halfPx / scale), (dx / length) * (halfPx / scale)];
        pen.moveTo(from[0] + sideX, from[1] + sideY);
        pen.lineTo(to[0], to[1]);
        pen.lineTo(from[0] - sideX, from[1] - sideY);
        pen.closePath();
      }
      pen.fill();
    }
    pen.globalAlpha = 1;
  };
}
