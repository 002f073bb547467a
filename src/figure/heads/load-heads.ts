/** What a figure of all heads is drawn from: the coarse maps of every layer. */
import { formatLayer, type CoarseMap } from "#atlas/files/layer-maps.ts";
import { manifestOf, type Manifest } from "#atlas/files/manifest.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { flatProjections, type Projection } from "#atlas/method.ts";
import type { Atlas } from "#atlas/read-atlas.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { View } from "#atlas/view/view.ts";

export interface DrawnHead {
  readonly id: HeadId;
  readonly name: string;
  /** As seen by the head's tower. */
  readonly manifest: Manifest;
  readonly table: TokenTable;
  readonly map: CoarseMap;
  readonly numbers: HeadNumbers | undefined;
}

export interface HeadsData {
  readonly manifest: Manifest;
  readonly view: View;
  readonly projection: Projection;
  /** Layer by layer. */
  readonly rows: readonly { readonly name: string; readonly heads: readonly DrawnHead[] }[];
}

export async function loadHeads(atlas: Atlas, view: View): Promise<HeadsData> {
  const { manifest } = atlas;
  const projections = flatProjections(manifest);
  // All heads are shown on flat maps, as their page shows them.
  const projection = projections.find(({ method }) => method === view.method) ?? projections[0];
  if (projection === undefined) throw new RangeError("The atlas has no maps.");
  const numbers = await atlas.numbers();
  const layers = Map.groupBy(atlas.heads, formatLayer);
  const rows = await Promise.all(
    [...layers].map(async ([name, ids]) => {
      const maps = await atlas.layer(name, projection);
      const tower = ids[0]?.tower;
      const table = await atlas.tokens(tower);
      const heads = ids.flatMap((id, i): DrawnHead[] => {
        const map = maps[i];
        const head = formatHead(id);
        const own = {
          id,
          name: head,
          manifest: manifestOf(manifest, tower),
          table,
          numbers: numbers.get(head),
        };
        return map ? [{ ...own, map }] : [];
      });
      return { name, heads };
    }),
  );
  return { manifest, view, projection, rows };
}
