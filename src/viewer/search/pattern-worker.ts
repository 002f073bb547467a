/** The worker's side: runs one pattern after another. The page terminates it when a pattern takes too long. */
import { matchPattern } from "#drawing/search/match-pattern.ts";
import type { Asked } from "./pattern-runner.ts";

let texts: readonly string[] = [];

self.onmessage = ({ data }: MessageEvent<Asked>): void => {
  texts = data.texts ?? texts;
  self.postMessage(matchPattern(data.pattern, texts));
};
// The time limit starts here: loading the worker does not count.
self.postMessage("ready");
