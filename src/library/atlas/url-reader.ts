/** Files of an atlas from a site. */
import { FormatError } from "#atlas/files/columns.ts";
import type { ReadFile } from "#atlas/open-atlas.ts";

/**
 * Reads an atlas over the network.
 *
 * @param address Of the folder of one atlas, e.g. `https://example.org/atlas/tiny-gpt/stories`, with or without a slash at
 *   its end; in a browser it may be relative to the page.
 * @param request How each file is fetched; `fetch`, if not given.
 * @returns What `readAtlas` takes. It rejects with a FormatError that names the file if the server does not give it.
 */
export function urlReader(
  address: string | URL,
  request: (address: string) => Promise<Response> = (file) => fetch(file),
): ReadFile {
  const folder = String(address).replace(/\/+$/, "");
  return async (path) => {
    const file = `${folder}/${path}`;
    const response = await request(file);
    if (!response.ok) throw new FormatError(`${path} could not be loaded (HTTP ${response.status}): ${file}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}
