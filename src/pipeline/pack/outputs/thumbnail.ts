import { headFiles } from "#atlas/address.ts";
import { firstProjection, projectionName } from "#atlas/method.ts";
import { drawMap } from "../draw-map.ts";
import { encodePicture } from "../encode-pictures.ts";
import type { Output } from "./output.ts";

const SIZE = { sizePx: 480, radiusPx: 1.6, marginPx: 20 };

/** `heads/L3H5/umap2.webp`: a picture of the map that a page opens with, shown until the map is ready. */
export const thumbnailOutput: Output = {
  of: "head",
  files: async ({ head, maps, nQueries }) => {
    const first = firstProjection({
      methods: maps.map(({ projection }) => projection.method),
      dims: maps.map(({ projection }) => projection.dim),
    });
    const shown = maps.filter(({ projection }) => projectionName(projection) === projectionName(first));
    return Promise.all(
      shown.map(async ({ projection, coordinates }) => {
        const picture = drawMap(coordinates, projection.dim, nQueries, SIZE);
        return [headFiles.thumbnail(head, projection), await encodePicture(picture)] as const;
      }),
    );
  },
};
