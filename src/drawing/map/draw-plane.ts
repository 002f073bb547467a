import type { Pen } from "../pen.ts";
import type { OverlayColors } from "./overlay-colors.ts";

/**
 * Draws in the plane of the map, y upward: lines of one pixel are `1 / scale` wide.
 *
 * @param scale Pixels per unit of the plane.
 */
export type DrawPlane = (pen: Pen, scale: number, colors: OverlayColors) => void;
