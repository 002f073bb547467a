/** Chooses the sheet of thumbnails for a view. */
import { atlasFile, atlasFiles, hasSmallSheet } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { flatProjections, type Projection } from "#atlas/method.ts";
import { AUTO_COLOR, type View } from "#atlas/view/view.ts";

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

/** The color of the sheet that is shown; `role` where the atlas was not drawn in the one that the view asks for. */
export function sheetColor(manifest: Manifest, { color }: Pick<View, "color">): string {
  return sheetColors(manifest).includes(color) ? color : "role";
}

/** Whether nothing but its name is needed to explain the color. */
export function isOfRoles(color: string): boolean {
  return color === "role" || color === AUTO_COLOR;
}

/** The color in which the heads' pages open: of the thumbnails, or each in its own where the reader chose none. */
export function linkColor({ color }: Pick<View, "color">, shown: string): string {
  return color === AUTO_COLOR ? color : shown;
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
  const hasHalf = colors !== undefined && hasSmallSheet(color) && cellPx / 2 >= LEAST_SHOWN_PX;
  return { sharp, plain: hasHalf ? address(atlasFiles.smallSheet(projection, color)) : sharp };
}

/** As a CSS image. */
export function sheetImage(pictures: SheetPictures): string {
  const [sharp, plain] = [absolute(pictures.sharp), absolute(pictures.plain)];
  return sharp === plain ? `url("${sharp}")` : `image-set(url("${plain}") 1x, url("${sharp}") 2x)`;
}

/** Browsers read a relative address in a custom property as seen from the style sheet that uses the property. */
function absolute(address: string): string {
  return address.startsWith(".") && "document" in globalThis
    ? new URL(address, document.baseURI).href
    : address;
}
