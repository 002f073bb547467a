/** `shared.json` of an atlas, as heads that can be compared with those of another one. Pure. */
import { decodeSharedPatterns } from "#atlas/files/shared-patterns.ts";
import type { SharedHeads } from "../relations/compare-heads.ts";
import { sharedStarts } from "../relations/shared-rows.ts";

const weightsPerHead = (shared: Parameters<typeof sharedStarts>[0]): number => sharedStarts(shared).at(-1);

/** @throws {FormatError} if the file is of another version or damaged. */
export function readSharedHeads(json: unknown): SharedHeads {
  const { weights, ...rest } = decodeSharedPatterns(json, weightsPerHead);
  const n = weightsPerHead(rest);
  return {
    ...rest,
    weightsOf: (head) => Float32Array.from(weights.subarray(head * n, (head + 1) * n), (x) => (x / 255) ** 2),
  };
}
