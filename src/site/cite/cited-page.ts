/** What a page of an atlas or of a head tells programs: how to cite it, and where its data and their descriptions are. */
import { site } from "headland:site";
import { atlasFile, atlasFiles, headPath, matrixPath } from "../../atlas/address.ts";
import { citationOf, type Citation } from "../../atlas/citation/citation.ts";
import { headDataFiles, type DataFile } from "../../atlas/files/head-data-files.ts";
import { atlasOf, hasMaps, type AnyManifest } from "../../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";
import { patternsFile } from "../../atlas/patterns/patterns.ts";
import { digestOf } from "../atlases.ts";
import { absoluteIn } from "../site-url.ts";

export interface CitedPage {
  /** Its full address, or its path where the host is not known. */
  readonly url: string;
  readonly citation: Citation;
  /** Of its atlas. */
  readonly atlas: { readonly title: string; readonly url: string };
  /** Whether it is the page of a head. */
  readonly isHead: boolean;
  /** The data behind it. */
  readonly files: readonly Pick<DataFile, "path" | "type">[];
  readonly roCrate: string;
  readonly croissant: string;
}

/** Where the site is: its host, if it is known, and the base path. */
export interface Place {
  readonly site: URL | undefined;
  readonly base: string;
}

/** @param manifest Of the whole atlas. @param id Null for the page of all heads. */
export function citedPage(manifest: AnyManifest, id: HeadId | null, place: Place): CitedPage {
  const atlas = atlasOf(manifest);
  const { base } = place;
  const absolute = absoluteIn(place.site);
  const file = (name: string): string => absolute(atlasFile(base, atlas, name));
  const url = absolute(id === null ? matrixPath(base, atlas) : headPath(base, atlas, id));
  const head = id === null ? null : formatHead(id);
  const atlasUrl = absolute(matrixPath(base, atlas));
  const cite = (of: string | null, address: string): Citation =>
    citationOf(
      { manifest, head: of, digest: digestOf(atlas), url: place.site === undefined ? undefined : address },
      site,
    );
  const ofAtlas = cite(null, atlasUrl);
  return {
    url,
    citation: cite(head, url),
    atlas: { title: ofAtlas.title, url: atlasUrl },
    isHead: id !== null,
    files: dataPaths(manifest, id, base).map((path) => ({ path: absolute(path), type: "application/json" })),
    roCrate: file(atlasFiles.roCrate),
    croissant: file(atlasFiles.croissant),
  };
}

/** The JSON files behind a page. */
function dataPaths(manifest: AnyManifest, id: HeadId | null, base: string): string[] {
  const at = (name: string): string => atlasFile(base, atlasOf(manifest), name);
  if (!hasMaps(manifest)) return [atlasFiles.manifest, ...(id === null ? [] : [patternsFile(id)])].map(at);
  if (id === null) return [atlasFiles.manifest, atlasFiles.heads].map(at);
  return headDataFiles(manifest, id, base)
    .filter(({ type }) => type === "application/json")
    .map(({ path }) => path);
}
