import { atlasFiles } from "#atlas/address.ts";
import { encodeTokens } from "#atlas/tokens/tokens.ts";
import { jsonFile } from "../json-file.ts";
import type { Output } from "./output.ts";

/** `tokens.json`: the tokens that a tower reads, once for all of its heads. */
export const tokensOutput: Output = {
  of: "tower",
  files: ({ tower, tokens }) => [[atlasFiles.tokens(tower), jsonFile(encodeTokens(tokens))]],
};
