/** How a head is cited. Each format writes the same fields. */
import { atlasFolder } from "../address.ts";
import { atlasOf, hasMaps, type AnyManifest } from "../files/manifest.ts";
import { oneLine } from "./one-line.ts";
import type { Author, SiteWords } from "./site-words.ts";

/** All texts are of one line. */
export interface Citation {
  /** `tiny-gpt-stories-L2H0`: letters, digits and hyphens. */
  readonly key: string;
  readonly title: string;
  readonly authors: readonly Author[];
  /** Title of the site. */
  readonly container: string;
  readonly publisher: string | undefined;
  /** `2026`, `2026-11` or `2026-11-30`. */
  readonly date: string | undefined;
  /** Digest of the data. */
  readonly version: string | undefined;
  /** The permanent address of the page; undefined if nobody has said where the site is published. */
  readonly url: string | undefined;
  /** Of the site. */
  readonly doi: string | undefined;
  readonly license: string | undefined;
  /** What the head was made of, with digests. */
  readonly note: string;
}

/** What is cited. */
export interface Cited {
  readonly manifest: AnyManifest;
  /** Name of the head; null for all heads of the atlas. */
  readonly head: string | null;
  /** As `atlasDigest` makes it. */
  readonly digest: string | undefined;
  /** The permanent address of the page, if it is known. */
  readonly url: string | undefined;
}

/** Digits of a digest that are shown. */
const N_DIGITS = 12;

export function citationOf({ manifest, head, digest, url }: Cited, site: SiteWords): Citation {
  const { model, dataset } = manifest;
  const atlas = atlasFolder(atlasOf(manifest));
  return {
    key: (head === null ? atlas : `${atlas}/${head}`).replaceAll(/[^A-Za-z0-9]+/g, "-"),
    title: oneLine(`${headTitle(head)} of ${model.name} on ${dataset.name}`),
    authors: site.authors,
    container: site.title,
    publisher: site.publisher,
    date: site.date,
    version: digest,
    url,
    doi: site.doi,
    license: site.license,
    note: oneLine(provenance(manifest, digest)),
  };
}

function headTitle(head: string | null): string {
  return head === null ? "Attention heads" : `Attention head ${head}`;
}

/** One line: the model with its revision, the dataset, the data and the build, each with its digest. */
function provenance(manifest: AnyManifest, digest: string | undefined): string {
  const parts = [
    ...sources(manifest),
    ...(digest === undefined ? [] : [`data ${digest}`]),
    `build ${manifest.buildKey.slice(0, N_DIGITS)}`,
  ];
  return parts.join("; ");
}

/** A tree of HeadVis is one source: it says of its model and its dataset no more than their names. */
function sources(manifest: AnyManifest): string[] {
  if (!hasMaps(manifest)) {
    const { model, dataset } = manifest;
    return [`HeadVis tree of ${model.name} on ${dataset.name} (digest ${model.digest.slice(0, N_DIGITS)})`];
  }
  const { model, dataset } = manifest;
  const revision = model.hub ? `${model.hub.source} at commit ${model.hub.commit.slice(0, N_DIGITS)}, ` : "";
  return [
    `Model ${model.name} (${revision}digest ${model.digest.slice(0, N_DIGITS)})`,
    `dataset ${dataset.name} (digest ${dataset.digest.slice(0, N_DIGITS)})`,
  ];
}
