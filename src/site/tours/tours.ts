/** The tours of this site: those for which it has a head, in the order in which a newcomer takes them. */
import { atlasOf, manifestOf } from "../../atlas/files/manifest.ts";
import { formatHead } from "../../atlas/head/head-id.ts";
import type { Tour } from "../../viewer/tour/tour.ts";
import { allAtlases, headNumbers } from "../atlases.ts";
import { outsideSeries } from "../checkpoints.ts";
import { ifReadable, openedAtlas } from "../opened-atlas.ts";
import { onOtherDatasets } from "../other-datasets.ts";
import { stagesOf } from "../series/stages.ts";
import { colorTour, rowTour } from "./picture-tours.ts";
import { inductionTour, previousTokenTour, queryAndKeyTour, sinkTour } from "./text-tours.ts";
import { tourHeads } from "./tour-heads.ts";
import type { TourSite } from "./tour-site.ts";

const TOURS = [queryAndKeyTour, previousTokenTour, inductionTour, sinkTour, rowTour, colorTour] as const;

let written: Promise<readonly Tour[]> | undefined;

/** Chosen and written once for all pages. */
export function tours(): Promise<readonly Tour[]> {
  written ??= writeTours();
  return written;
}

async function writeTours(): Promise<readonly Tour[]> {
  const site = thisSite();
  const all = await Promise.all(TOURS.map((tour) => tour(site)));
  return all.filter((tour) => tour !== null);
}

function thisSite(): TourSite {
  const manifests = outsideSeries(allAtlases());
  const rowsOf = (manifest: (typeof manifests)[number]): ReturnType<typeof headNumbers> =>
    headNumbers(atlasOf(manifest));
  const atlases = manifests.map((manifest) => ({ manifest, rows: [...rowsOf(manifest).values()] }));
  return {
    text: tourHeads(atlases, "text"),
    pictures: tourHeads(atlases, "images"),
    filesOf: async ({ atlas, id }) => {
      const reader = openedAtlas(atlas);
      const files = await ifReadable(Promise.all([reader.tokens(id.tower), reader.attention(id)]));
      return files && { table: files[0], attention: files[1] };
    },
    elsewhere: ({ atlas, id }) =>
      onOtherDatasets(manifests, atlas, id, rowsOf).flatMap(({ manifest, reading }) => {
        const numbers = rowsOf(manifest).get(formatHead(id));
        return numbers
          ? [{ head: { atlas: manifest, manifest: manifestOf(manifest, id.tower), id, numbers }, reading }]
          : [];
      }),
    stagesOf: ({ atlas, id }) => stagesOf(atlas, id).stages,
  };
}
