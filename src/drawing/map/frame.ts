/** The visible part of the map, as an affine transformation from its plane to the screen. */
import type { PointLayer } from "./point-layer.ts";

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Positions on the screen are in CSS pixels from the corner of the map, y downward. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** 1 shows the whole map. */
  readonly zoom: number;
  /** The screen position of the middle of the plane. */
  readonly origin: Place;
  /** Pixels per unit of the plane, the same for x and y. */
  readonly scale: number;
}

/** The visible part of the plane, as an outline. */
export function sightOf({ width, height, origin, scale }: Frame): [x: number, y: number][] {
  const [left, right] = [-origin.x / scale, (width - origin.x) / scale];
  const [top, bottom] = [origin.y / scale, (origin.y - height) / scale];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** The least distance between a point reached by keyboard and the edge of the map. */
const EDGE_PX = 32;

/** The middle of the nearest view that shows a position; null if it is in sight. */
export function middleToShow({ width, height, origin, scale }: Frame, { x, y }: Place): Place | null {
  const past = (at: number, size: number): number =>
    Math.min(0, at - EDGE_PX) + Math.max(0, at - size + EDGE_PX);
  const [dx, dy] = [past(x, width), past(y, height)];
  if (dx === 0 && dy === 0) return null;
  return { x: (width / 2 + dx - origin.x) / scale, y: (origin.y - height / 2 - dy) / scale };
}

/** The zoom for a point that is centered. */
export const CLOSE_ZOOM = 3;

/** The middle of positions in the plane, and the zoom at which they just fit. */
export function fitOf(places: readonly (readonly number[])[]): Place & { readonly zoom: number } {
  const [x, y] = [0, 1].map((axis) => {
    const values = places.map((place) => place[axis] ?? 0);
    return { low: Math.min(...values), high: Math.max(...values) };
  }) as [{ low: number; high: number }, { low: number; high: number }];
  // Leaves a margin of a tenth. A single point gets the zoom of a centered point.
  const span = Math.max(x.high - x.low, y.high - y.low, 2 / (CLOSE_ZOOM * 1.2)) * 1.2;
  return { x: (x.low + x.high) / 2, y: (y.low + y.high) / 2, zoom: 2 / span };
}

/** Positions of points on the screen, for the layer's current rotation. */
export function placer(layer: PointLayer, { origin, scale }: Frame): (point: number) => Place {
  return (point) => {
    const [x, y] = layer.turned(point);
    return { x: origin.x + x * scale, y: origin.y - y * scale };
  };
}
