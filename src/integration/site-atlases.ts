/** The atlases of a site, as its pages import them: read by the program that renders the pages, when it starts. */
import { readAtlases, type ReadAtlases } from "./read-atlases.ts";

/** The development server reads them anew after each change; a message is printed only once. */
const said = new Set<string>();

/** @param folder Of the atlases, e.g. `public/atlas`. */
export async function siteAtlases(folder: string): Promise<Pick<ReadAtlases, "atlases" | "patterns">> {
  const { leftOut, ...found } = await readAtlases(folder);
  // Not through Astro's logger, because `npm start` silences it, and users should see this message.
  for (const message of leftOut.filter((each) => !said.has(each))) console.warn(message);
  leftOut.forEach((message) => said.add(message));
  return found;
}
