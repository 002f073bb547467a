import { loadPart } from "./load-part.ts";

/**
 * A part of the page's script that is loaded once, when it is first asked for, and again after a failure: React's own
 * `lazy` would not try again. For `use`, which needs the same promise every time.
 *
 * @param what What the part does, for the reader.
 */
export function partOnce<Part>(what: string, load: () => Promise<Part>): () => Promise<Part> {
  let asked: Promise<Part> | undefined;
  return () => {
    if (asked === undefined) {
      asked = loadPart(what, load);
      asked.catch(() => (asked = undefined));
    }
    return asked;
  };
}
