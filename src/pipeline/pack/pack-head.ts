/** Stage 8 for one head: makes the files to be served. Runs where the head was projected. */
import type { HeadId } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { outputsOf, type HeadResult, type Output } from "./outputs/output.ts";
import { OUTPUTS } from "./outputs/outputs.ts";

/** A head as it is stored and published. */
export interface PackedHead {
  readonly head: HeadId;
  readonly numbers: HeadNumbers;
  /** Path inside the atlas → content. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** @param outputs Replaces the table. */
export async function packHead(
  result: HeadResult,
  outputs: readonly Output[] = OUTPUTS,
): Promise<PackedHead> {
  const files = new Map<string, Uint8Array>();
  for (const output of outputsOf(outputs, "head")) {
    for (const [file, content] of await output.files(result)) files.set(file, content);
  }
  return { head: result.head, numbers: result.numbers, files };
}
