/** Checks that an atlas can show what an address asks for: in a figure, nothing is replaced by what a page would show instead. */
import type { Manifest } from "#atlas/files/manifest.ts";
import { checkLink, problemText, type LinkContext } from "#atlas/link/check-link.ts";
import { readWords } from "#atlas/link/link-words.ts";
import { colorModes } from "#color/modes.ts";
import { specialMode } from "#color/modes/special.ts";
import { expectNone, type Mistake } from "../errors.ts";

/**
 * @param query Of the address, with its `?`.
 * @param digest Of the atlas; undefined in older ones.
 * @throws {ConfigError} with all names and values that mean nothing, and if the address was copied from other data.
 */
export function expectView(query: string, manifest: Manifest, digest: string | undefined): void {
  const { methods, dims, titles } = manifest;
  const colors = [...colorModes(manifest, null), specialMode].map(({ name }) => name);
  // What a map is laid on, a figure does not show.
  const context: LinkContext = { methods, dims, ...(titles ? { titles } : {}), colors, stages: null };
  const unknown = checkLink(query, context).map(
    // A page shows another map instead; a figure shows none.
    ({ said, meant }): Mistake => `the address: ${problemText({ said, ...(meant ? { meant } : {}) })}`,
  );
  const { data } = readWords(query);
  const other: Mistake[] =
    data !== undefined && digest !== undefined && data !== digest
      ? [
          {
            where: "the address, data",
            what: "the data of the atlas have changed since this address was copied",
            expected: digest,
            received: data,
            cure: "Leave out data=… to draw the data as they are now.",
          },
        ]
      : [];
  expectNone([...unknown, ...other]);
}
