/**
 * The folder of an atlas as an RO-Crate: `ro-crate-metadata.json` beside its files lists all of them with their digests, and says
 * what they were made of.
 */
import { plainText } from "../../atlas/citation/plain-text.ts";
import { hasMaps, type AnyManifest } from "../../atlas/files/manifest.ts";
import { describeAtlas, licenseOf, statedLicense, type DescribedAtlas } from "./atlas-description.ts";
import { authorEntities, crateOf, refer, type Entity } from "./crate-entities.ts";
import { withoutUndefined } from "./json-ld.ts";
import { fileTitle, mediaType } from "./listed-files.ts";

/** What an atlas was made of, as entities of the crate. */
const MODEL = "#model";
const DATASET = "#dataset";
const TREE = "#tree";

export function roCrate(atlas: DescribedAtlas): Entity {
  const { manifest, citation, files } = atlas;
  const { title, authors, publisher, date, version, url, doi } = citation;
  const license = licenseOf(atlas);
  const people = authorEntities(authors);
  const isLinked = license.startsWith("https:");
  const sources = sourcesOf(manifest);
  const root = {
    name: title,
    description: describeAtlas(atlas),
    datePublished: date,
    license: isLinked ? { "@id": license } : license,
    version,
    url,
    creditText: plainText(citation),
    isBasedOn: sources.map(refer),
    hasPart: files.map(({ path }) => ({ "@id": path })),
  };
  const parts = [
    ...files.map(({ path, nBytes, sha256 }) => ({
      "@id": path,
      "@type": "File",
      name: fileTitle(path),
      encodingFormat: mediaType(path),
      contentSize: String(nBytes),
      sha256,
    })),
    ...sources,
  ];
  return crateOf(root, parts, { people, publisher, doi, license: isLinked ? license : undefined });
}

/** A model and a dataset; or a tree of HeadVis, whose digest is neither's. */
function sourcesOf(manifest: AnyManifest): Entity[] {
  if (hasMaps(manifest))
    return [
      sourceEntity(MODEL, "SoftwareApplication", manifest.model),
      sourceEntity(DATASET, "Dataset", manifest.dataset),
    ];
  const { model, dataset } = manifest;
  const name = `HeadVis tree of ${model.name} on ${dataset.name}`;
  return [sourceEntity(TREE, "Dataset", { ...model, name })];
}

/** What an atlas was made of. */
interface Source {
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly digest: string;
  readonly hub?: { readonly source: string; readonly commit: string };
}

function sourceEntity(id: string, type: string, source: Source): Entity {
  const { name, description, license, digest, hub } = source;
  return withoutUndefined({
    "@id": id,
    "@type": type,
    name,
    description: description === "" ? undefined : description,
    license: statedLicense(license),
    identifier: `sha256:${digest}`,
    version: hub?.commit,
    url: hub === undefined ? undefined : hub.source,
  });
}
