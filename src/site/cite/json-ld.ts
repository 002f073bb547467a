/** The page as a `Dataset` of schema.org, for search engines. */
import { doiAddress } from "../../atlas/citation/doi.ts";
import type { CitedPage } from "./cited-page.ts";
import { licenseAddress } from "./licenses.ts";
import { linkedAuthor } from "./linked-author.ts";

/** @param description In the words of the page. */
export function jsonLd(page: CitedPage, description: string): Record<string, unknown> {
  const { url, citation, atlas, isHead, files } = page;
  const { title, authors, container, publisher, date, version, doi, license } = citation;
  return withoutUndefined({
    "@context": "https://schema.org/",
    "@type": "Dataset",
    name: title,
    description,
    url,
    identifier: doi === undefined ? undefined : doiAddress(doi),
    version,
    license: license === undefined ? undefined : licenseAddress(license),
    creator: authors.length === 0 ? undefined : authors.map((author) => linkedAuthor(author)),
    publisher: publisher === undefined ? undefined : { "@type": "Organization", name: publisher },
    datePublished: date,
    isPartOf: isHead ? { "@type": "Dataset", name: atlas.title, url: atlas.url } : undefined,
    includedInDataCatalog: { "@type": "DataCatalog", name: container },
    // What belongs to a head is among the links of its page.
    distribution: isHead ? undefined : files.map(download),
  });
}

function download({ path, type }: CitedPage["files"][number]): Record<string, string> {
  return { "@type": "DataDownload", contentUrl: path, encodingFormat: type };
}

/** JSON that may stand inside `<script>`: no text in it can end the element or begin a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

export function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
