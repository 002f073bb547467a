/** Chooses how to run a block. */
import type { AttentionBlock } from "../find/attention-block.ts";
import { fusedRun } from "../fused/fused-run.ts";
import type { BlockRun } from "./block-run.ts";
import { joinedRun } from "./joined-run.ts";
import { plainRun } from "./plain-run.ts";

/** @param i The block's number in its file: its outputs are named after it. */
export function runOf(block: AttentionBlock, i: number): BlockRun {
  const { source } = block;
  switch (source.type) {
    case "plain":
      return plainRun(block, source, i);
    case "joined":
      return joinedRun(block, source, i);
    case "fused":
      return fusedRun(block, source, i);
  }
}
