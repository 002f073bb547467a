/** What lies in place of a file after a download that did not fetch it. */
import type { Problem } from "../errors.ts";

/** How many bytes of a file's beginning are enough to tell. */
export const HEAD_BYTES = 64;

/** @param head The beginning of the file. @returns Undefined if it is neither a pointer of git LFS nor a web page. */
export function standIn(head: Buffer): (Pick<Problem, "what" | "received"> & { cure: string }) | undefined {
  const text = head.toString("latin1");
  if (text.startsWith("version https://git-lfs"))
    return {
      what: "this is a git LFS pointer",
      received: "a pointer to the model",
      cure: "Fetch the real file (git lfs pull).",
    };
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html)/i.test(text))
    return {
      what: "this is a web page",
      received: "HTML",
      cure: "The download returned a web page instead of the model: check its address.",
    };
  return undefined;
}
