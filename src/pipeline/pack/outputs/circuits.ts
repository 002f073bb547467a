import { atlasFiles } from "#atlas/address.ts";
import { jsonFile } from "../json-file.ts";
import type { Output } from "./output.ts";

/** `circuits.json`: which heads write what later heads read. */
export const circuitsOutput: Output = {
  of: "atlas",
  files: ({ circuits }) => (circuits === undefined ? [] : [[atlasFiles.circuits, jsonFile(circuits)]]),
};
