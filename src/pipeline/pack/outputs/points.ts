import { headFiles } from "#atlas/address.ts";
import { encodePoints } from "#atlas/files/points.ts";
import { jsonFile } from "../json-file.ts";
import type { Output } from "./output.ts";

/** `heads/L3H5/points.json`: lengths of queries and keys, and the distortion of each map around each point. */
export const pointsOutput: Output = {
  of: "head",
  files: (result) => [[headFiles.points(result.head), jsonFile(encodePoints(result))]],
};
