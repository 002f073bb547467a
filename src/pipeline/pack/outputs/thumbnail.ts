import { headFiles } from "#atlas/address.ts";
import { firstProjection, projectionName } from "#atlas/method.ts";
import { spreadCoordinates } from "#atlas/tokens/spread-points.ts";
import { drawMap, placeInSquare } from "../draw-map.ts";
import { encodePicture } from "../encode-pictures.ts";
import { headColors, needsNorms, openingModes } from "../head-colors.ts";
import type { Output, OutputFile } from "./output.ts";

const SIZE = { sizePx: 480, radiusPx: 1.6, marginPx: 20 };

/**
 * `heads/L3H5/umap2.webp`: a picture of the map that a page opens with, in the color in which it opens, shown until the map
 * is ready.
 */
export const thumbnailOutput: Output = {
  of: "map",
  begin: (task) => {
    const { projection, isFirst, manifest, tables } = task;
    if (!isFirst || projectionName(projection) !== projectionName(firstProjection(manifest))) return null;
    const modeOf = openingModes(task);
    const painters = new Map(tables.map((table) => [table.tower, { table, colorsOf: headColors(table) }]));
    const files: Promise<OutputFile>[] = [];
    return {
      needsNorms: needsNorms(task, modeOf),
      add: (head, map, norms) => {
        const painter = painters.get(head.tower);
        const mode = modeOf(head);
        if (painter === undefined || mode === undefined) return;
        const { x, y } = spreadCoordinates(map, painter.table.tokens);
        const picture = drawMap(placeInSquare(x, y, SIZE), painter.colorsOf(mode, norms), SIZE);
        const name = headFiles.thumbnail(head, projection);
        files.push(encodePicture(picture).then((content) => [name, content] as const));
      },
      files: () => Promise.all(files),
    };
  },
};
