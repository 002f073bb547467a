/** What part of the map is in sight: one affine map from its plane to the screen. */
import type { PointLayer } from "./point-layer.ts";

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Screen places are CSS pixels from the map's corner, y downward. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** 1 shows the whole map. */
  readonly zoom: number;
  /** Where the middle of the map's plane is. */
  readonly origin: Place;
  /** Pixels per unit of the map's x and y axes; both axes are equally long. */
  readonly scale: number;
}

/** Where points are on the screen, as the layer is turned now. */
export function placer(layer: PointLayer, { origin, scale }: Frame): (point: number) => Place {
  return (point) => {
    const [x, y] = layer.turned(point);
    return { x: origin.x + x * scale, y: origin.y - y * scale };
  };
}
