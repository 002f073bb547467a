/** What the site says about itself, for pages. */
import { site } from "headland:site";
import { NO_WORDS, type SiteWords } from "../../atlas/citation/site-words.ts";

/** What a citation needs; undefined if the site says nothing of its own. */
export function siteWords(): SiteWords | undefined {
  const { title, authors, license, date, publisher, doi } = site;
  const said = { title, authors, license, date, publisher, doi };
  const own = Object.entries(said).filter(([, value]) => value !== undefined);
  const words = Object.fromEntries(own) as unknown as SiteWords;
  return JSON.stringify(words) === JSON.stringify(NO_WORDS) ? undefined : words;
}
