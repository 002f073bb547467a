/** The checkpoints between which the map of a head moves: what the page knows of them before their maps are loaded. Pure. */

/** One stage of training. */
export interface Step {
  /** Of its model: the folder of its atlas. */
  readonly slug: string;
  /** `step 1,500`, or `trained`. */
  readonly name: string;
  /** The measure of the head at this stage; null where it was not taken. */
  readonly value: number | null;
}

/** The stages of a head that show the same tokens, in order, and the measure whose course is drawn. */
export interface Steps {
  readonly stages: readonly Step[];
  readonly measure: { readonly title: string; readonly chance: number | null } | null;
}

/** Where the slider is: 2.5 is midway between the third stage and the fourth. */
export type Position = number;

/** Says where the slider is: `step 1,500`, or `between step 1,250 and step 1,500`. */
export function positionName({ stages }: Steps, position: Position): string {
  const [before, after] = [stages[Math.floor(position)], stages[Math.ceil(position)]];
  if (before === after) return before?.name ?? "";
  return `between ${before?.name ?? ""} and ${after?.name ?? ""}`;
}

/** `Induction 0.77` and `chance 0.03`; none for a position between two stages, of which nothing was measured. */
export function measuredAt({ stages, measure }: Steps, position: Position): string[] {
  const value = stages[position]?.value ?? null;
  if (measure === null || value === null) return [];
  const { title, chance } = measure;
  return [`${title} ${value.toFixed(2)}`, ...(chance === null ? [] : [`chance ${chance.toFixed(2)}`])];
}

/** The place in the series of the page's own stage. @returns −1 if it is not part of it. */
export function placeOf({ stages }: Steps, slug: string): number {
  return stages.findIndex((stage) => stage.slug === slug);
}
