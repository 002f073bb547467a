import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atlasFiles, headFiles } from "#atlas/address.ts";
import { headsOf, sheetCell, type Manifest } from "#atlas/files/manifest.ts";
import { decodePicture, encodeExactly, type RgbaPicture } from "../encode-pictures.ts";
import type { Output } from "./output.ts";

/** `sheet-average.webp`: the average patterns of all heads, each scaled up by a whole factor so that its cells have sharp edges. */
export const averageSheetOutput: Output = {
  of: "atlas",
  files: async ({ manifest, folder }) => {
    if (manifest.sheet.average !== true) return [];
    const pictures: PlacedAverage[] = [];
    for (const head of headsOf(manifest)) {
      const picture = await decodePicture(await readFile(join(folder, headFiles.average(head))));
      pictures.push({ ...sheetCell(manifest, head), picture });
    }
    return [[atlasFiles.averageSheet, await encodeExactly(averageSheet(pictures, manifest.sheet))]];
  },
};

interface PlacedAverage {
  readonly row: number;
  readonly column: number;
  readonly picture: RgbaPicture;
}

/** The cells are as large as the largest scaled picture, at most `cellPx`, so that pictures of one size fill theirs. */
export function averageSheet(
  pictures: readonly PlacedAverage[],
  { cellPx, columns, rows }: Manifest["sheet"],
): RgbaPicture {
  const longer = ({ widthPx, heightPx }: RgbaPicture): number => Math.max(widthPx, heightPx);
  const factorOf = (picture: RgbaPicture): number => Math.max(1, Math.floor(cellPx / longer(picture)));
  const side = pictures.reduce((most, { picture }) => Math.max(most, longer(picture) * factorOf(picture)), 1);
  const [widthPx, heightPx] = [side * columns, side * rows];
  const sheet = new Uint32Array(widthPx * heightPx);
  for (const { row, column, picture } of pictures) {
    const factor = factorOf(picture);
    const margin = (length: number): number => Math.floor((side - length * factor) / 2);
    const left = column * side + margin(picture.widthPx);
    const top = row * side + margin(picture.heightPx);
    const pixels = new Uint32Array(Uint8Array.from(picture.rgba).buffer);
    for (let y = 0; y < picture.heightPx * factor; y++) {
      const from = Math.floor(y / factor) * picture.widthPx;
      const to = (top + y) * widthPx + left;
      for (let x = 0; x < picture.widthPx; x++)
        sheet.fill(pixels[from + x]!, to + x * factor, to + (x + 1) * factor);
    }
  }
  return { widthPx, heightPx, rgba: new Uint8Array(sheet.buffer) };
}
