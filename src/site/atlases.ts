/** The atlases of this site, as pages need them. */
import built from "headland:atlases";
import { atlasFiles, atlasFolder, type AtlasId } from "../atlas/address.ts";
import { atlasOf, headsOf, type Manifest } from "../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../atlas/head/head-id.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";

/** All manifests, in the order of their addresses. */
export function allAtlases(): Manifest[] {
  return [...built.values()].map(({ manifest }) => manifest).sort((a, b) => (path(a) < path(b) ? -1 : 1));
}

/** The numbers of all heads of an atlas, by head name. */
export function headNumbers(id: AtlasId): ReadonlyMap<string, HeadNumbers> {
  return new Map((built.get(atlasFolder(id))?.heads ?? []).map((row) => [row.head, row]));
}

/** The digest of the token table that a tower reads; undefined in older atlases. */
export function tokensDigest(id: AtlasId, tower: string | undefined): string | undefined {
  return built.get(atlasFolder(id))?.tokens[atlasFiles.tokens(tower)];
}

/** What `atlasDigest` makes of an atlas; undefined in older ones. */
export function digestOf(id: AtlasId): string | undefined {
  return built.get(atlasFolder(id))?.digest;
}

/** Pages of `/<model>/<dataset>/`. */
export function atlasPaths(): { params: AtlasId; props: { manifest: Manifest } }[] {
  return allAtlases().map((manifest) => ({ params: { ...atlasOf(manifest) }, props: { manifest } }));
}

/** Pages of `/<model>/<dataset>/<head>/`: arithmetic over the manifests, no file per page. */
export function headPaths(): {
  params: AtlasId & { head: string };
  props: { manifest: Manifest; id: HeadId };
}[] {
  return allAtlases().flatMap((manifest) =>
    headsOf(manifest).map((id) => ({
      params: { ...atlasOf(manifest), head: formatHead(id) },
      props: { manifest, id },
    })),
  );
}

/** The four neighbors of a head: two in its layer, and two with its number in the layers before and after. */
export function neighborHeads(
  manifest: Manifest,
  id: HeadId,
): Record<"previous" | "next" | "up" | "down", HeadId | undefined> {
  const heads = headsOf(manifest);
  const at = heads.findIndex((other) => formatHead(other) === formatHead(id));
  const inLayer = (layer: number): HeadId | undefined =>
    heads.find((other) => other.tower === id.tower && other.layer === layer && other.head === id.head);
  return {
    previous: heads[at - 1],
    next: heads[at + 1],
    up: inLayer(id.layer - 1),
    down: inLayer(id.layer + 1),
  };
}

function path(manifest: Manifest): string {
  return atlasFolder(atlasOf(manifest));
}
