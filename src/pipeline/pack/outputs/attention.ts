import { headFiles } from "#atlas/address.ts";
import { encodeAttention } from "#atlas/files/attention.ts";
import { jsonFile } from "../json-file.ts";
import type { Output } from "./output.ts";

/** `heads/L3H5/attention.json`: the weights within each sequence. */
export const attentionOutput: Output = {
  of: "head",
  files: ({ head, weights, valueNorms }) => [
    [headFiles.attention(head), jsonFile(encodeAttention(weights, valueNorms))],
  ],
};
