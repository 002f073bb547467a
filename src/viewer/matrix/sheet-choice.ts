/** Which pictures of all heads a view asks for. */
import { atlasFile, atlasFiles } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { flatProjections, type Projection } from "#atlas/method.ts";
import type { View } from "#atlas/view/view.ts";

/** Side of the smallest thumbnail on the page, in CSS pixels. */
const LEAST_SHOWN_PX = 72;

/** Addresses of one sheet. */
export interface SheetPictures {
  /** For screens with two and more pixels to a CSS pixel. */
  readonly sharp: string;
  /** For the others; the sharp one where there is no other. */
  readonly plain: string;
}

/** The flat map of the method, or of the atlas' first one where it has none by that name. */
export function sheetProjection(manifest: Manifest, { method }: Pick<View, "method">): Projection {
  const projections = flatProjections(manifest);
  const [first = { method, dim: 2 }] = projections;
  return projections.find((projection) => projection.method === method) ?? first;
}

/** Colors in which the heads are drawn; an atlas from before there were several has one. */
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
  // In sheets of very many heads the cells are small already: half of them would be a blur on any screen.
  const { cellPx, colors } = manifest.sheet;
  const hasHalf = colors !== undefined && color === "role" && cellPx / 2 >= LEAST_SHOWN_PX;
  return { sharp, plain: hasHalf ? address(atlasFiles.smallSheet(projection)) : sharp };
}

/** As CSS takes it. */
export function sheetImage({ sharp, plain }: SheetPictures): string {
  return sharp === plain ? `url("${sharp}")` : `image-set(url("${plain}") 1x, url("${sharp}") 2x)`;
}
