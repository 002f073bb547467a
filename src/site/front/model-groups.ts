/** Models, each with its atlases and its checkpoints. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import { allSeries, outsideSeries, type CheckpointSeries } from "../checkpoints.ts";

export interface ModelGroup {
  /** One for each dataset, in the order of the atlases; at least one. */
  readonly atlases: readonly [Manifest, ...Manifest[]];
  /** Of each dataset on which there are checkpoints. */
  readonly series: readonly CheckpointSeries[];
}

/** The models of a site in the order of their atlases. Checkpoints belong to their trained model if the site has it. */
export function modelGroups(atlases: readonly Manifest[]): ModelGroup[] {
  const series = allSeries(atlases);
  return [...Map.groupBy(outsideSeries(atlases), ({ model }) => model.slug)].flatMap(([slug, own]) => {
    const [first, ...others] = own;
    return first === undefined
      ? []
      : [{ atlases: [first, ...others], series: series.filter(({ final }) => final.model.slug === slug) }];
  });
}
