/** Loads parts of the page's script when they are needed. */
import { LoadError } from "./fetch-text.ts";

/**
 * @param load `() => import("…")`; a further call requests the part again.
 * @param what What the part does, for the reader, e.g. `The map`.
 * @throws {LoadError} in words for the reader, in place of the browser's own error.
 */
export async function loadPart<Part>(what: string, load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new LoadError(
      `${what} could not be loaded. The site may have changed since this page was opened: reload the page.`,
      { cause },
    );
  }
}
