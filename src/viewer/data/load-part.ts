/** Parts of the page's own program that are loaded when they are needed. */
import { LoadError } from "./fetch-text.ts";

/**
 * @param load `() => import("…")`; called again it asks for the part again.
 * @param what What the part does, for the reader, e.g. `The map`.
 * @throws {LoadError} in words, where the browser would give an address and a reason of its own.
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
