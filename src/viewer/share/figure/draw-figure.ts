/** Makes the files of a figure in the browser. Loaded when the reader asks for one. */
import { chooseSetter } from "#figure/fonts/choose-setter.ts";
import type { Setter } from "#figure/fonts/setter.ts";
import type { FontName } from "#figure/options.ts";
import type { Scene } from "#figure/scene.ts";
import { writeSvg } from "#figure/svg/write-svg.ts";
import { loadPart } from "../../data/load-part.ts";
import { ownTypesetter } from "./own-fonts.ts";

export { browserSource } from "./browser-source.ts";
export { loadHead } from "#figure/head-data.ts";
export { headFigure } from "#figure/head-figure.ts";
export { headsFigure } from "#figure/heads/heads-figure.ts";
export { loadHeads } from "#figure/heads/load-heads.ts";
export { USUAL_OPTIONS } from "#figure/options.ts";
export { headOrSequence } from "#figure/head-or-sequence.ts";

/** A figure of the page, in any font. */
export type DrawScene = (setter: Setter) => Scene;

export function drawSvg(draw: DrawScene, font: FontName): { readonly svg: string; readonly scene: Scene } {
  const setter = chooseSetter(font, ownTypesetter(), false);
  const scene = draw(setter);
  return { svg: writeSvg(scene, setter), scene };
}

export async function drawPdf(draw: DrawScene, font: FontName): Promise<Blob> {
  const { writePdf } = await loadPart("PDF", () => import("#figure/pdf/write-pdf.ts"));
  const setter = chooseSetter(font, ownTypesetter(), true);
  const bytes = await writePdf(draw(setter), setter);
  return new Blob([new Uint8Array(bytes)], { type: "application/pdf" });
}

/** @param scale Pixels per 1/96 inch. */
export async function drawPng(svg: string, { width, height }: Scene, scale: number): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(svgFile(svg));
  try {
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new Error("The picture is too large for this browser: choose fewer pixels."));
      }, "image/png");
    });
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

export function svgFile(svg: string): Blob {
  return new Blob([svg], { type: "image/svg+xml" });
}
