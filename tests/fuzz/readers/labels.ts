/** labels.json beside pictures and recordings. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listDataset } from "#pipeline/inputs/dataset-files.ts";
import { labelPatches } from "#pipeline/inputs/image/label-patches.ts";
import { readLabels } from "#pipeline/inputs/labels/read-labels.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";
import { LABELS } from "../seeds.ts";

const KINDS = [
  { kind: "images", lists: "parts", ending: "png" },
  { kind: "audio", lists: "several", ending: "wav" },
] as const;

export const labels: FuzzReader = {
  name: "labels",
  what: "labels.json of pictures and recordings",
  cases: 10_000,
  fewCases: 120,
  open: (folder) => {
    for (const { kind, ending } of KINDS) {
      mkdirSync(join(folder, kind));
      for (const name of ["a", "b"]) writeFileSync(join(folder, kind, `${name}.${ending}`), "");
    }
    return {
      tryOne: async (random) => {
        const { kind, lists, ending } = KINDS[random() < 0.6 ? 0 : 1];
        const own = join(folder, kind);
        const seed = Buffer.from(LABELS.replaceAll(".png", `.${ending}`));
        writeFileSync(join(own, "labels.json"), mutate(seed, "json", random));
        const listed = await listDataset(own, kind, "pictures.yaml, source");
        const { of } = await readLabels(listed, lists);
        const images = [...of].map(([name, { labels, partLabels }]) => ({
          path: join(own, name),
          labels,
          patchLabels: partLabels,
        }));
        const { labelsOf } = labelPatches(
          images,
          { rows: 2, columns: 2, nSpecial: 1, cellPx: 32 },
          undefined,
        );
        images.forEach((image) => labelsOf(image));
      },
    };
  },
};
