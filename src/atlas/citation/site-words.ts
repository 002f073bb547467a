/** What a site says about itself. `content/site.yaml` holds it; everything in it may be missing. */

/** A person, or an organization, which has one name. */
export type Author = ({ readonly given: string; readonly family: string } | { readonly name: string }) & {
  /** `0000-0002-1825-0097`. */
  readonly orcid?: string;
  readonly affiliation?: string;
};

export interface SiteWords {
  readonly title: string;
  readonly authors: readonly Author[];
  /** SPDX identifier, e.g. `CC-BY-4.0`. */
  readonly license?: string;
  /** `2026`, `2026-11` or `2026-11-30`: when the site was published. */
  readonly date?: string;
  /** `10.5281/zenodo.1234`. */
  readonly doi?: string;
  readonly publisher?: string;
}

/** All of `content/site.yaml`. */
export interface SiteConfig extends SiteWords {
  /** Which pages have a picture of their own for links to them: `all` with those of heads, otherwise without. */
  readonly cards?: "atlases" | "all";
  readonly description?: string;
  /** Where the site is published, with a slash at its end, where no command says it. */
  readonly url?: string;
  /** Where its sources are. */
  readonly repository?: string;
  /** Whether the claims that come with Headland are checked here, too. */
  readonly literature?: boolean;
}

/** A site without a `content/site.yaml`. */
export const NO_WORDS: SiteWords = { title: "Headland", authors: [] };

/** As one reads it: `Ada Lovelace`. */
export function authorName(author: Author): string {
  return "name" in author ? author.name : `${author.given} ${author.family}`;
}

/** As in a list of references: `Lovelace, Ada`. */
export function sortedName(author: Author): string {
  return "name" in author ? author.name : `${author.family}, ${author.given}`;
}
