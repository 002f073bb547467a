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

/** Positions of points on the screen, for the layer's current rotation. */
export function placer(layer: PointLayer, { origin, scale }: Frame): (point: number) => Place {
  return (point) => {
    const [x, y] = layer.turned(point);
    return { x: origin.x + x * scale, y: origin.y - y * scale };
  };
}
