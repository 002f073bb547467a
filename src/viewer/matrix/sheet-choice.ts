/** Chooses the sheet of thumbnails for a view. */
import { atlasFile, atlasFiles } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { flatProjections, type Projection } from "#atlas/method.ts";
import type { View } from "#atlas/view/view.ts";

/** Side of the smallest thumbnail on the page, in CSS pixels. */
const LEAST_SHOWN_PX = 72;

/** Addresses of one sheet. */
export interface SheetPictures {
  /** For screens with at least two pixels per CSS pixel. */
  readonly sharp: string;
  /** For other screens; the sharp one if there is no smaller one. */
  readonly plain: string;
}

/** The flat map of this method, or of the atlas's first method if it does not have this one. */
export function sheetProjection(manifest: Manifest, { method }: Pick<View, "method">): Projection {
  const projections = flatProjections(manifest);
  const [first = { method, dim: 2 }] = projections;
  return projections.find((projection) => projection.method === method) ?? first;
}

/** Color modes of the sheets; atlases of older versions have one. */
export function sheetColors({ sheet }: Manifest): readonly string[] {
  return sheet.colors ?? ["role"];
}

export function sheetColor(manifest: Manifest, { color }: Pick<View, "color">): string {
  return sheetColors(manifest).includes(color) ? color : "role";
}

export function sheetPictures(
  base: string,
  manifest: Manifest,
  projection: Projection,
  color: string,
): SheetPictures {
  const address = (file: string): string => atlasFile(base, atlasOf(manifest), file);
  const sharp = address(atlasFiles.sheet(projection, color));
  // In sheets of very many heads, the cells are already small; half their size would be blurred on any screen.
  const { cellPx, colors } = manifest.sheet;
  const hasHalf = colors !== undefined && color === "role" && cellPx / 2 >= LEAST_SHOWN_PX;
  return { sharp, plain: hasHalf ? address(atlasFiles.smallSheet(projection)) : sharp };
}

/** As a CSS image. */
export function sheetImage({ sharp, plain }: SheetPictures): string {
  return sharp === plain ? `url("${sharp}")` : `image-set(url("${plain}") 1x, url("${sharp}") 2x)`;
}
