/** An outline on a flat map, and the points inside it. Pure. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Area } from "#atlas/view/view.ts";
import { tokenName } from "#drawing/tokens/token-name.ts";

/** The points inside an outline (even–odd rule), in the plane of the map. */
export function pointsIn({ n, x, y }: MapCoordinates, area: Area): number[] {
  const inside: number[] = [];
  for (let point = 0; point < n; point++)
    if (isInside(x[point] ?? 0, y[point] ?? 0, area)) inside.push(point);
  return inside;
}

function isInside(x: number, y: number, area: Area): boolean {
  let inside = false;
  let [beforeX, beforeY] = area.at(-1) ?? [0, 0];
  for (const [cornerX, cornerY] of area) {
    if (cornerY > y !== beforeY > y) {
      const crossing = ((beforeX - cornerX) * (y - cornerY)) / (beforeY - cornerY) + cornerX;
      if (x < crossing) inside = !inside;
    }
    [beforeX, beforeY] = [cornerX, cornerY];
  }
  return inside;
}

/** Thins out the corners of an outline evenly, so that a link stays short, and rounds them to the precision of a link. */
export function simplified(outline: readonly (readonly [number, number])[], most: number): Area {
  const step = Math.max(1, outline.length / most);
  const kept = Array.from(
    { length: Math.min(most, outline.length) },
    (_, i) => outline[Math.floor(i * step)],
  );
  return kept.flatMap((corner) => (corner ? [[round(corner[0]), round(corner[1])] as const] : []));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export interface TokenCount {
  readonly text: string;
  readonly nQueries: number;
  readonly nKeys: number;
  /** The first of these points. */
  readonly point: number;
}

/** Counts points by the text of their token, the most frequent first. */
export function countTokens(table: TokenTable, points: readonly number[]): TokenCount[] {
  const counts = new Map<string, { text: string; nQueries: number; nKeys: number; point: number }>();
  for (const point of points) {
    const isQuery = point < table.nTokens;
    const text = tokenName(table, isQuery ? point : point - table.nTokens);
    const count = counts.get(text) ?? { text, nQueries: 0, nKeys: 0, point };
    if (isQuery) count.nQueries++;
    else count.nKeys++;
    counts.set(text, count);
  }
  const size = (count: TokenCount): number => count.nQueries + count.nKeys;
  return [...counts.values()].sort((a, b) => size(b) - size(a) || (a.text < b.text ? -1 : 1));
}
