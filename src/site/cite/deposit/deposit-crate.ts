import { atlasFiles } from "../../../atlas/address.ts";
import { authorEntities, crateOf, refer } from "../crate-entities.ts";
import { withoutUndefined } from "../json-ld.ts";
import { licenseAddress } from "../licenses.ts";
import { RO_CRATE } from "../signposts.ts";
import { creditedAuthors } from "./citation-cff.ts";
import { atlasTitle, dataFolder, describeDeposit, SITE_FOLDER, type Deposit } from "./deposit.ts";

/** The deposit as an RO-Crate; the data of each atlas are a crate of their own in it. */
export function depositCrate(deposit: Deposit): string {
  const { site, atlases, nFiles } = deposit;
  const { title, date, license, doi, url, publisher } = site;
  const people = authorEntities(creditedAuthors(site));
  const address = license === undefined ? undefined : licenseAddress(license);
  const parts = atlases.map((atlas) => {
    const folder = `${dataFolder(atlas.folder)}/`;
    return withoutUndefined({
      "@id": folder,
      "@type": "Dataset",
      name: `Attention heads of ${atlasTitle(atlas)}`,
      version: atlas.digest,
      conformsTo: { "@id": RO_CRATE },
      subjectOf: { "@id": `${folder}${atlasFiles.roCrate}` },
    });
  });
  const nested = atlases.map(({ folder }) => ({
    "@id": `${dataFolder(folder)}/${atlasFiles.roCrate}`,
    "@type": ["File", "CreativeWork"],
    name: `Description of the data of ${folder}`,
    encodingFormat: "application/ld+json",
  }));
  const pages = {
    "@id": `${SITE_FOLDER}/`,
    "@type": "Dataset",
    name: "The web site",
    description: `${nFiles} files, to be served as they are by any web server.`,
    hasPart: [...parts, ...nested].map(refer),
  };
  const root = {
    name: title,
    description: describeDeposit(deposit),
    datePublished: date,
    license:
      address === undefined
        ? "Each atlas says the licenses of its model and its dataset."
        : { "@id": address },
    url,
    hasPart: [refer(pages)],
  };
  const crate = crateOf(root, [pages, ...parts, ...nested], { people, publisher, doi, license: address });
  return `${JSON.stringify(crate, null, 1)}\n`;
}
