import { headFiles } from "#atlas/address.ts";
import { encodeCoordinates } from "#atlas/files/coordinates.ts";
import { jsonFile } from "../json-file.ts";
import type { Output } from "./output.ts";

/** `heads/L3H5/umap2.json`: the positions of a head's points. */
export const mapsOutput: Output = {
  of: "head",
  files: ({ head, maps }) =>
    maps.map(({ projection, coordinates }) => [
      headFiles.coordinates(head, projection),
      jsonFile(encodeCoordinates(coordinates, projection.dim)),
    ]),
};
