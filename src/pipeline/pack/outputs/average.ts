import { headFiles } from "#atlas/address.ts";
import { drawAverage } from "../draw-average.ts";
import { encodeExactly } from "../encode-pictures.ts";
import type { Output } from "./output.ts";

/** `heads/L3H5/average.webp`: the average pattern of a head as a small picture, to be scaled up. */
export const averageOutput: Output = {
  of: "head",
  files: async (result) => [[headFiles.average(result.head), await encodeExactly(drawAverage(result))]],
};
