/** Models as they were while they learned, beside what they became. */
import { atlasFolder } from "../atlas/address.ts";
import { atlasOf, type Manifest } from "../atlas/manifest.ts";

/** The checkpoints of one model on one dataset, by their steps, and the trained model. */
export interface Course {
  readonly checkpoints: readonly Manifest[];
  readonly final: Manifest;
}

/** Only where there are checkpoints and the model they led to. */
export function courses(atlases: readonly Manifest[]): Course[] {
  return atlases.flatMap((final) => {
    const checkpoints = atlases
      .filter(({ model, dataset }) => {
        return model.checkpoint?.of === final.model.slug && dataset.slug === final.dataset.slug;
      })
      .sort((a, b) => stepOf(a) - stepOf(b));
    return checkpoints.length > 0 ? [{ checkpoints, final }] : [];
  });
}

/** The atlases that are no checkpoint of another one. */
export function outsideCourses(atlases: readonly Manifest[]): Manifest[] {
  const inCourses = new Set(courses(atlases).flatMap(({ checkpoints }) => checkpoints));
  return atlases.filter((manifest) => !inCourses.has(manifest));
}

/** All stages of the course that an atlas belongs to, the trained model last; none where it belongs to none. */
export function courseOf(atlases: readonly Manifest[], manifest: Manifest): readonly Manifest[] {
  const stages = courses(atlases).map(({ checkpoints, final }) => [...checkpoints, final]);
  const place = atlasFolder(atlasOf(manifest));
  return stages.find((course) => course.some((stage) => atlasFolder(atlasOf(stage)) === place)) ?? [];
}

/** `step 1,500`, or `trained`. */
export function stageName({ model }: Manifest): string {
  return model.checkpoint ? `step ${model.checkpoint.step.toLocaleString("en")}` : "trained";
}

function stepOf({ model }: Manifest): number {
  return model.checkpoint?.step ?? Infinity;
}
