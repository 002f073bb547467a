import { atlasFiles } from "#atlas/address.ts";
import type { HeadsFile } from "#atlas/head/head-numbers.ts";
import { jsonFile } from "../json-file.ts";
import type { Output } from "./output.ts";

/** `heads.json`: the measures of every head. */
export const headsOutput: Output = {
  of: "atlas",
  files: ({ numbers }) => [[atlasFiles.heads, jsonFile({ v: 1, heads: numbers } satisfies HeadsFile)]],
};
