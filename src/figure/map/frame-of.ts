/** The frame of a map in a figure: what the screen shows, at the size of the figure. */
import type { View } from "#atlas/view/view.ts";
import type { Frame } from "#drawing/map/frame.ts";
import { halfExtent, homeCamera, unitPx } from "#drawing/map/home.ts";
import { PointLayer } from "#drawing/map/point-layer.ts";
import { FLAT, fromDegrees, rotationOf, TILTED } from "#drawing/map/rotation.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Points of a map whose picture is larger or smaller than on the screen. */
export class FigureLayer extends PointLayer {
  /** How much larger than on the screen. */
  magnified = 1;

  override sizePx(zoom: number): number {
    return super.sizePx(zoom) * this.magnified;
  }
}

/**
 * The same part of the plane as in a frame on the screen, with points in proportion.
 *
 * @param screen Size of the map on the screen, in CSS pixels. @param width Of the figure's map, in its own pixels.
 */
export function frameOf(layer: FigureLayer, view: View, screen: Size, width: number): Frame {
  const camera = view.camera ?? homeCamera(halfExtent(layer), layer.is3d, screen);
  const turned = layer.is3d ? (view.camera?.turned ? fromDegrees(view.camera.turned) : TILTED) : FLAT;
  const magnified = width / screen.width;
  layer.rotation = rotationOf(turned);
  layer.unitPx = unitPx(screen.width, screen.height);
  layer.magnified = magnified;
  const height = screen.height * magnified;
  const scale = layer.unitPx * camera.zoom * magnified;
  const origin = { x: width / 2 - camera.x * scale, y: height / 2 + camera.y * scale };
  return { width, height, zoom: camera.zoom, origin, scale };
}
