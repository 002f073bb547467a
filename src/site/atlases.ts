/** The atlases of this site, as pages need them. */
import built, { patterns } from "headland:atlases";
import { atlasFiles, atlasFolder, type AtlasId } from "../atlas/address.ts";
import { atlasOf, headsOf, type Manifest } from "../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../atlas/head/head-id.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import { isFolded, layersOf } from "./matrix-layout.ts";

/** What pages look up: made once per atlas, so that no page goes through all heads. */
interface AtlasIndex {
  readonly manifest: Manifest;
  /** Of the heads whose numbers are known, by name. */
  readonly numbers: ReadonlyMap<string, HeadNumbers>;
  /** All heads in their order. */
  readonly ids: readonly HeadId[];
  /** The place of each head in this order, by name. */
  readonly places: ReadonlyMap<string, number>;
}

const NONE: ReadonlyMap<string, HeadNumbers> = new Map();

let known: { readonly of: typeof built; readonly byFolder: ReadonlyMap<string, AtlasIndex> } | undefined;

/** By folder, in the order of addresses. It is made again when the development server has other atlases. */
function indexes(): ReadonlyMap<string, AtlasIndex> {
  if (known?.of !== built) {
    const sorted = [...built].sort(([a], [b]) => (a < b ? -1 : 1));
    known = { of: built, byFolder: new Map(sorted.map(([folder, atlas]) => [folder, indexOf(atlas)])) };
  }
  return known.byFolder;
}

function indexOf({ manifest, heads }: { manifest: Manifest; heads: readonly HeadNumbers[] }): AtlasIndex {
  const ids = headsOf(manifest);
  return {
    manifest,
    numbers: new Map(heads.map((row) => [row.head, row])),
    ids,
    places: new Map(ids.map((id, place) => [formatHead(id), place])),
  };
}

/** All manifests, in the order of their addresses. */
export function allAtlases(): Manifest[] {
  return [...indexes().values()].map(({ manifest }) => manifest);
}

/** The numbers of all heads of an atlas, by head name. */
export function headNumbers(id: AtlasId): ReadonlyMap<string, HeadNumbers> {
  return indexes().get(atlasFolder(id))?.numbers ?? NONE;
}

/** The digest of the token table that a tower reads; undefined in older atlases. */
export function tokensDigest(id: AtlasId, tower: string | undefined): string | undefined {
  return built.get(atlasFolder(id))?.tokens[atlasFiles.tokens(tower)];
}

/** What `atlasDigest` makes of an atlas, with maps or without; undefined in older ones. */
export function digestOf(id: AtlasId): string | undefined {
  const folder = atlasFolder(id);
  return (built.get(folder) ?? patterns.get(folder))?.digest;
}

/** Pages of `/<model>/<dataset>/`. */
export function atlasPaths(): { params: AtlasId; props: { manifest: Manifest } }[] {
  return allAtlases().map((manifest) => ({ params: { ...atlasOf(manifest) }, props: { manifest } }));
}

/** Pages of `/<model>/<dataset>/layers/<layer>/`, from which the page of all heads loads its folded layers. */
export function layerPaths(): {
  params: AtlasId & { layer: string };
  props: { manifest: Manifest; heads: readonly HeadId[] };
}[] {
  return allAtlases()
    .filter(isFolded)
    .flatMap((manifest) =>
      [...layersOf(manifest)].map(([layer, heads]) => ({
        params: { ...atlasOf(manifest), layer },
        props: { manifest, heads },
      })),
    );
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
  const index = indexes().get(atlasFolder(atlasOf(manifest)));
  const placeOf = (other: HeadId): number => index?.places.get(formatHead(other)) ?? NaN;
  const at = placeOf(id);
  return {
    previous: index?.ids[at - 1],
    next: index?.ids[at + 1],
    up: index?.ids[placeOf({ ...id, layer: id.layer - 1 })],
    down: index?.ids[placeOf({ ...id, layer: id.layer + 1 })],
  };
}
