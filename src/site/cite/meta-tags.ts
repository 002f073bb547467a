/** Names and contents of `<meta>`, in the vocabularies that reference managers read: Highwire Press and Dublin Core. */
import type { Citation } from "../../atlas/citation/citation.ts";
import { orcidAddress } from "../../atlas/citation/orcid.ts";
import { sortedName } from "../../atlas/citation/site-words.ts";
import { licenseAddress } from "./licenses.ts";

export type MetaTag = readonly [name: string, content: string];

export function metaTags(citation: Citation): MetaTag[] {
  const { title, authors, container, publisher, date, version, url, doi, license } = citation;
  const tags: (readonly [name: string, content: string | undefined])[] = [
    ["citation_title", title],
    ...authors.flatMap((author) => [
      ["citation_author", sortedName(author)] as const,
      ["citation_author_orcid", author.orcid === undefined ? undefined : orcidAddress(author.orcid)] as const,
      ["citation_author_institution", author.affiliation] as const,
    ]),
    ["citation_publication_date", date?.replaceAll("-", "/")],
    ["citation_publisher", publisher],
    ["citation_doi", doi],
    ["citation_public_url", url],
    ["DC.title", title],
    ...authors.map((author) => ["DC.creator", sortedName(author)] as const),
    ["DC.type", "Dataset"],
    ["DC.date", date],
    ["DC.publisher", publisher],
    ["DC.identifier", url],
    ["DC.identifier", doi === undefined ? undefined : `doi:${doi}`],
    ["DC.hasVersion", version],
    ["DC.isPartOf", container],
    ["DC.rights", license === undefined ? undefined : licenseAddress(license)],
  ];
  return tags.flatMap(([name, content]) => (content === undefined ? [] : [[name, content] as const]));
}
