/** The worker's side: tries one pattern after the other, and is ended from outside where one takes too long. */
import { matchPattern } from "./match-pattern.ts";
import type { Asked } from "./pattern-runner.ts";

let texts: readonly string[] = [];

self.onmessage = ({ data }: MessageEvent<Asked>): void => {
  texts = data.texts ?? texts;
  self.postMessage(matchPattern(data.pattern, texts));
};
// Time counts from here on: a slow machine takes a while to begin.
self.postMessage("ready");
