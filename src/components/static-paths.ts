/** All pages of the site, worked out from the manifests alone. */
import { formatHead, type HeadId } from "#atlas/head-id.ts";
import type { HeadNumbers } from "#atlas/head-numbers.ts";
import { atlasOf, type Manifest } from "#atlas/manifest.ts";
import { headsWithNumbers, loadAtlases, type Atlas } from "./atlases.ts";

interface MatrixPage {
  params: { model: string; dataset: string };
  props: { atlas: Atlas };
}

interface HeadPage {
  params: { model: string; dataset: string; head: string };
  props: { manifest: Manifest; head: HeadId; numbers: HeadNumbers; all: readonly Manifest[] };
}

export async function matrixStaticPaths(): Promise<MatrixPage[]> {
  return (await loadAtlases()).map((atlas) => ({
    params: { ...atlasOf(atlas.manifest) },
    props: { atlas },
  }));
}

export async function headStaticPaths(): Promise<HeadPage[]> {
  const atlases = await loadAtlases();
  const all = atlases.map(({ manifest }) => manifest);
  return atlases.flatMap((atlas) =>
    headsWithNumbers(atlas).map(({ head, numbers }) => ({
      params: { ...atlasOf(atlas.manifest), head: formatHead(head) },
      props: { manifest: atlas.manifest, head, numbers, all },
    })),
  );
}
