/** Runs a layer whose heads the graph computes one by one or in groups: each part separately, then joined. */
import type { AttentionBlock, JoinedSource } from "../find/attention-block.ts";
import { replayFinite } from "./block-replay.ts";
import type { BlockRun } from "./block-run.ts";
import { joinCaptures } from "./join-captures.ts";
import { plainRun } from "./plain-run.ts";

export function joinedRun(block: AttentionBlock, source: JoinedSource, i: number | string): BlockRun {
  const parts = source.parts.map((part, p) => plainRun({ ...block, source: part }, part, `${i}.${p}`));
  return {
    outputs: parts.flatMap(({ outputs }) => outputs),
    operands: parts.flatMap(({ operands }) => operands),
    replayOutputs: parts.flatMap((part) => part.replayOutputs),
    read: (read, batch) =>
      joinCaptures(
        block,
        parts.map((part) => part.read(read, batch)),
      ),
    replay: (read, batch) => {
      const replays = parts.map((part) => part.replay(read, batch));
      const captured = joinCaptures(
        block,
        replays.map((replayed) => replayed.captured),
      );
      return replayFinite(captured, () => ({
        error: replays.reduce((worst, { error }) => Math.max(worst, error), 0),
        explained: replays.flatMap(({ explained }) => explained),
      }));
    },
  };
}
