/** The table of color modes, in the order in which they are offered. */
import type { Manifest } from "#atlas/manifest.ts";
import type { ColorMode } from "./color-mode.ts";
import { distortionMode } from "./distortion.ts";
import { labelMode } from "./label.ts";
import { normMode } from "./norm.ts";
import { columnMode, positionMode, rowMode } from "./position.ts";
import { roleMode } from "./role.ts";

/** The modes that this atlas can show. */
export function colorModes(manifest: Manifest): ColorMode[] {
  const places = manifest.dataset.kind === "images" ? [rowMode, columnMode] : [positionMode];
  return [roleMode, ...places, normMode, distortionMode, ...manifest.dataset.labels.map(labelMode)];
}

/** The mode with this name, or the first one. */
export function findMode(manifest: Manifest, name: string): ColorMode {
  return colorModes(manifest).find((mode) => mode.name === name) ?? roleMode;
}
