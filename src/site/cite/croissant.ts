/** An atlas in Croissant, by which libraries of machine learning find and read datasets. */
import { atlasFiles } from "../../atlas/address.ts";
import { bibtex } from "../../atlas/citation/bibtex.ts";
import { doiAddress } from "../../atlas/citation/doi.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { MAP_MEASURES } from "../../measures/map-measures.ts";
import { METRICS } from "../../measures/metrics.ts";
import { hasMaps } from "../../atlas/files/manifest.ts";
import { describeAtlas, licenseOf, type DescribedAtlas } from "./atlas-description.ts";
import { CONTEXT } from "./croissant-context.ts";
import { withoutUndefined } from "./json-ld.ts";
import { linkedAuthor } from "./linked-author.ts";
import { fileTitle, mediaType, type ListedFile } from "./listed-files.ts";
import { patternRecords } from "./pattern-records.ts";
import { CROISSANT } from "./signposts.ts";

type Entity = Record<string, unknown>;

const KEYWORDS = ["attention", "transformer", "interpretability"];

export interface CroissantAtlas extends DescribedAtlas {
  /** Their numbers; none in an atlas without maps, whose manifest has them. */
  readonly heads: readonly HeadNumbers[];
  /** The full address of a file, by its path inside the folder; a path from the root where the host is not known. */
  readonly addressOf: (path: string) => string;
}

export function croissant(atlas: CroissantAtlas): Entity {
  const { manifest, citation, files, addressOf } = atlas;
  const { key, authors, publisher, date, version, url, doi } = citation;
  return withoutUndefined({
    "@context": CONTEXT,
    "@type": "sc:Dataset",
    conformsTo: CROISSANT,
    name: key,
    description: describeAtlas(atlas),
    license: licenseOf(atlas),
    url,
    creator: authors.length === 0 ? undefined : authors.map((author) => linkedAuthor(author)),
    publisher: publisher === undefined ? undefined : { "@type": "Organization", name: publisher },
    datePublished: date,
    sameAs: doi === undefined ? undefined : doiAddress(doi),
    // The version of the format, and as metadata of that version the digest of the data.
    version: `${manifest.formatVersion}.0.0${version === undefined ? "" : `+${version}`}`,
    citeAs: bibtex(citation),
    keywords: [...KEYWORDS, ...(hasMaps(manifest) ? [manifest.model.architecture] : [])],
    distribution: files.map((file) => fileObject(file, addressOf)),
    recordSet: hasMaps(manifest)
      ? [...headRecords(atlas), ...vocabularies(files)]
      : [patternRecords(manifest)],
  });
}

function fileObject({ path, nBytes, sha256 }: ListedFile, addressOf: (path: string) => string): Entity {
  return {
    "@type": "cr:FileObject",
    "@id": path,
    name: path,
    description: fileTitle(path),
    contentUrl: addressOf(path),
    encodingFormat: mediaType(path),
    contentSize: `${nBytes} B`,
    sha256,
  };
}

/** A record per head: its name, what its attention does, and how far its maps can be trusted. */
function headRecords({ files, heads }: CroissantAtlas): Entity[] {
  const file = atlasFiles.heads;
  const first = heads[0];
  if (first === undefined || !files.some(({ path }) => path === file)) return [];
  const field = (name: string, path: string, dataType: string, description: string): Entity => ({
    "@type": "cr:Field",
    "@id": `heads/${name}`,
    name,
    description,
    dataType,
    source: { fileObject: { "@id": file }, extract: { jsonPath: `$.heads[*].${path}` } },
  });
  const metrics = METRICS.map(({ name }) => name).filter((name) =>
    heads.every(({ metrics }) => typeof metrics[name] === "number"),
  );
  const maps = Object.keys(first.quality).flatMap((map) =>
    Object.keys(MAP_MEASURES)
      .filter((name) => heads.every(({ quality }) => Object.hasOwn(quality[map] ?? {}, name)))
      .map((name) =>
        field(`${map}/${name}`, `quality.${map}.${name}`, "sc:Float", `${name} of the map ${map}`),
      ),
  );
  return [
    {
      "@type": "cr:RecordSet",
      "@id": "heads",
      name: "heads",
      description: "All heads with their numbers.",
      key: { "@id": "heads/head" },
      field: [
        field("head", "head", "sc:Text", "Name of the head, e.g. L3H5."),
        ...metrics.map((name) =>
          field(
            name,
            `metrics.${name}`,
            "sc:Float",
            `${name} of the head's attention, averaged over the dataset`,
          ),
        ),
        ...maps,
      ],
    },
  ];
}

/** The different tokens of each table of tokens. */
function vocabularies(files: readonly ListedFile[]): Entity[] {
  return files
    .filter(({ path }) => /^tokens(-[^/]+)?\.json$/.test(path))
    .map(({ path }) => {
      const id = path.replace(".json", "").replace("tokens", "vocabulary");
      const field = {
        "@type": "cr:Field",
        "@id": `${id}/text`,
        name: "text",
        description: "Text of a token.",
        dataType: "sc:Text",
        source: { fileObject: { "@id": path }, extract: { jsonPath: "$.vocab[*]" } },
      };
      return {
        "@type": "cr:RecordSet",
        "@id": id,
        name: id,
        description: "The different tokens of the dataset.",
        field: [field],
      };
    });
}
