/** What every RO-Crate has: the descriptor of the folder, its authors, publisher, license and DOI. */
import { atlasFiles } from "../../atlas/address.ts";
import { doiAddress } from "../../atlas/citation/doi.ts";
import type { Author } from "../../atlas/citation/site-words.ts";
import { withoutUndefined } from "./json-ld.ts";
import { linkedAuthor } from "./linked-author.ts";
import { RO_CRATE } from "./signposts.ts";

export type Entity = Record<string, unknown>;

/** The folder that a crate describes, and who publishes it. */
const ROOT = "./";
const PUBLISHER = "#publisher";

/** Authors, and apart from them the organizations that they belong to: a crate has no entity inside of another one. */
export function authorEntities(authors: readonly Author[]): { authors: Entity[]; affiliations: Entity[] } {
  const linked = authors.map((author, i) => ({
    ...linkedAuthor(author, `#author-${i + 1}`),
    ...(author.affiliation === undefined ? {} : { affiliation: { "@id": `#affiliation-${i + 1}` } }),
  }));
  const affiliations = authors.flatMap(({ affiliation }, i) =>
    affiliation === undefined
      ? []
      : [{ "@id": `#affiliation-${i + 1}`, "@type": "Organization", name: affiliation }],
  );
  return { authors: linked, affiliations };
}

/** What a crate and everything in it have in common. */
export interface CrateWords {
  readonly people: ReturnType<typeof authorEntities>;
  readonly publisher: string | undefined;
  readonly doi: string | undefined;
  /** The address of a license; undefined where it has none. */
  readonly license: string | undefined;
}

/**
 * @param root What the folder as a whole is, without what follows from the words.
 * @param parts What else the crate describes.
 */
export function crateOf(root: Entity, parts: readonly Entity[], words: CrateWords): Entity {
  const { people, publisher, doi, license } = words;
  return {
    "@context": `${RO_CRATE}/context`,
    "@graph": [
      {
        "@id": atlasFiles.roCrate,
        "@type": "CreativeWork",
        about: { "@id": ROOT },
        conformsTo: { "@id": RO_CRATE },
      },
      withoutUndefined({
        "@id": ROOT,
        "@type": "Dataset",
        ...root,
        author: people.authors.length === 0 ? undefined : people.authors.map(refer),
        publisher: publisher === undefined ? undefined : { "@id": PUBLISHER },
        identifier: doi === undefined ? undefined : { "@id": doiAddress(doi) },
        "cite-as": doi === undefined ? undefined : doiAddress(doi),
      }),
      ...parts,
      ...people.authors,
      ...people.affiliations,
      ...(publisher === undefined ? [] : [{ "@id": PUBLISHER, "@type": "Organization", name: publisher }]),
      ...(license === undefined ? [] : [licenseEntity(license)]),
      ...(doi === undefined ? [] : [doiEntity(doi)]),
    ],
  };
}

function licenseEntity(address: string): Entity {
  const name = address.slice(address.lastIndexOf("/") + 1);
  return {
    "@id": address,
    "@type": "CreativeWork",
    name,
    description: `The license with the SPDX identifier ${name}.`,
  };
}

function doiEntity(doi: string): Entity {
  return {
    "@id": doiAddress(doi),
    "@type": "PropertyValue",
    propertyID: "https://registry.identifiers.org/registry/doi",
    value: `doi:${doi}`,
    url: doiAddress(doi),
  };
}

export function refer(entity: Entity): Entity {
  return { "@id": entity["@id"] };
}
