/** Checkpoints of a model beside the trained model. */
import { atlasFolder } from "../atlas/address.ts";
import { atlasOf, type Manifest } from "../atlas/files/manifest.ts";

/** The checkpoints of one model on one dataset, in order of their steps, and the trained model. */
export interface CheckpointSeries {
  readonly checkpoints: readonly Manifest[];
  readonly final: Manifest;
}

/** All series that have checkpoints and a trained model with the same heads. */
export function allSeries(atlases: readonly Manifest[]): CheckpointSeries[] {
  return atlases.flatMap((final) => {
    const checkpoints = atlases
      .filter(({ model, dataset, ...shape }) => {
        const isOfBoth = model.checkpoint?.of === final.model.slug && dataset.slug === final.dataset.slug;
        return isOfBoth && headsOf(shape) === headsOf(final);
      })
      .sort((a, b) => stepOf(a) - stepOf(b));
    return checkpoints.length > 0 ? [{ checkpoints, final }] : [];
  });
}

/** A revision may hold another model, and the head of one name is not the same head there. */
function headsOf({ towers, dHead }: Pick<Manifest, "towers" | "dHead">): string {
  return JSON.stringify([towers, dHead]);
}

/** The atlases of models that are not checkpoints. */
export function outsideSeries(atlases: readonly Manifest[]): Manifest[] {
  const inSeries = new Set(allSeries(atlases).flatMap(({ checkpoints }) => checkpoints));
  return atlases.filter((manifest) => !inSeries.has(manifest));
}

/** All stages of the series that an atlas belongs to, the trained model last; empty if it belongs to none. */
export function seriesOf(atlases: readonly Manifest[], manifest: Manifest): readonly Manifest[] {
  const stages = allSeries(atlases).map(({ checkpoints, final }) => [...checkpoints, final]);
  const place = atlasFolder(atlasOf(manifest));
  return stages.find((series) => series.some((stage) => atlasFolder(atlasOf(stage)) === place)) ?? [];
}

/** `step 1,500` or the name of a revision, or `trained`. */
export function stageName({ model }: Manifest): string {
  if (model.checkpoint === undefined) return "trained";
  return model.checkpoint.name ?? `step ${model.checkpoint.step.toLocaleString("en")}`;
}

function stepOf({ model }: Manifest): number {
  return model.checkpoint?.step ?? Infinity;
}
