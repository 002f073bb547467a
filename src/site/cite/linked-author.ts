import { orcidAddress } from "../../atlas/citation/orcid.ts";
import { authorName, type Author } from "../../atlas/citation/site-words.ts";

/** An author in the vocabulary of schema.org. @param id Where there is no iD, e.g. `#author-1`. */
export function linkedAuthor(author: Author, id?: string): Record<string, unknown> {
  const { orcid, affiliation } = author;
  const own = orcid === undefined ? id : orcidAddress(orcid);
  return {
    ...(own === undefined ? {} : { "@id": own }),
    "@type": "name" in author ? "Organization" : "Person",
    name: authorName(author),
    ...("name" in author ? {} : { givenName: author.given, familyName: author.family }),
    ...(affiliation === undefined ? {} : { affiliation: { "@type": "Organization", name: affiliation } }),
  };
}
