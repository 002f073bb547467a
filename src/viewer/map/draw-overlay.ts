/** The 2-D canvas over the points. It is drawn again in each frame. */
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import { drawScene, layOutScene, type DrawnScene } from "#drawing/map/overlay.ts";
import type { DrawnName, NameFrame } from "#drawing/text/name-field.ts";

/** @param canvas It fills the frame. @returns The names that were drawn. */
export function drawOverlay(
  canvas: HTMLCanvasElement,
  scene: DrawnScene,
  around: NameFrame,
  colors: OverlayColors,
): readonly DrawnName[] {
  const context = canvas.getContext("2d");
  if (!context) return [];
  const { frame } = around;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
  const laidOut = layOutScene(context, scene, around, colors);
  // Clearing a canvas that is already empty would make the browser blend it again in every frame of a drag.
  if (laidOut.isEmpty && canvas.dataset["isEmpty"] === "true") return [];
  canvas.dataset["isEmpty"] = String(laidOut.isEmpty);
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, frame.width, frame.height);
  drawScene(context, laidOut, colors);
  return laidOut.names;
}
