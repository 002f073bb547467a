/** Links of FAIR Signposting: how programs find identifier, data, descriptions, license and authors of a page. */
import { doiAddress } from "../../atlas/citation/doi.ts";
import { orcidAddress } from "../../atlas/citation/orcid.ts";
import type { CitedPage } from "./cited-page.ts";
import { licenseAddress } from "./licenses.ts";

export interface Signpost {
  readonly rel: "cite-as" | "type" | "author" | "license" | "describedby" | "item";
  readonly href: string;
  readonly type?: string;
  readonly profile?: string;
}

export const RO_CRATE = "https://w3id.org/ro/crate/1.3";
export const CROISSANT = "http://mlcommons.org/croissant/1.1";
const LINKED_DATA = "application/ld+json";

export function signposts({ url, citation, files, roCrate, croissant }: CitedPage): Signpost[] {
  const { doi, license, authors } = citation;
  return [
    { rel: "cite-as", href: doi === undefined ? url : doiAddress(doi) },
    { rel: "type", href: "https://schema.org/AboutPage" },
    { rel: "type", href: "https://schema.org/Dataset" },
    ...authors.flatMap(({ orcid }) =>
      orcid === undefined ? [] : [{ rel: "author", href: orcidAddress(orcid) } as const],
    ),
    ...(license === undefined ? [] : [{ rel: "license", href: licenseAddress(license) } as const]),
    { rel: "describedby", href: roCrate, type: LINKED_DATA, profile: RO_CRATE },
    { rel: "describedby", href: croissant, type: LINKED_DATA, profile: CROISSANT },
    ...files.map(({ path, type }) => ({ rel: "item", href: path, type }) as const),
  ];
}
