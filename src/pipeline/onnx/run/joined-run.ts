/** Runs a layer whose heads the graph computes one by one or in groups: each part separately, then joined. */
import type { AttentionBlock, JoinedSource } from "../find/attention-block.ts";
import type { BlockCapture } from "./block-capture.ts";
import { replayFinite } from "./block-replay.ts";
import type { BlockRun, ReadOutput } from "./block-run.ts";
import { joinCaptures } from "./join-captures.ts";
import { plainRun } from "./plain-run.ts";

export function joinedRun(block: AttentionBlock, source: JoinedSource, i: number | string): BlockRun {
  const parts = source.parts.map((part, p) => plainRun({ ...block, source: part }, part, `${i}.${p}`));
  const readAll = (read: ReadOutput, batch: number): BlockCapture =>
    joinCaptures(
      block,
      parts.map((part) => part.read(read, batch)),
    );
  return {
    outputs: parts.flatMap(({ outputs }) => outputs),
    operands: parts.flatMap(({ operands }) => operands),
    replayOutputs: parts.flatMap((part) => part.replayOutputs),
    read: readAll,
    replay: (read, batch) =>
      replayFinite(readAll(read, batch), () => {
        const replays = parts.map((part) => part.replay(read, batch));
        return {
          error: replays.reduce((worst, { error }) => Math.max(worst, error), 0),
          explained: replays.flatMap(({ explained }) => explained),
        };
      }),
  };
}
