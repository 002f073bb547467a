/** The explanation of every row of the catalog: a file per kind, and a line here. */
import type { CatalogMeasure } from "../catalog/catalog-measure.ts";
import { COPY_EXPLANATIONS } from "./copies.ts";
import type { Explanation } from "./explanation.ts";
import { HEADVIS_EXPLANATIONS } from "./headvis.ts";
import { MAP_EXPLANATIONS } from "./maps.ts";
import { PICTURE_EXPLANATIONS } from "./pictures.ts";
import { PLACE_EXPLANATIONS } from "./places.ts";
import { REASON_EXPLANATIONS } from "./reasons.ts";
import { REPEAT_EXPLANATIONS } from "./repeats.ts";
import { SPREAD_EXPLANATIONS } from "./spread.ts";
import { VECTOR_EXPLANATIONS } from "./vectors.ts";
import { WEIGHT_EXPLANATIONS } from "./weights.ts";

/** By id of the row. */
export const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ...PLACE_EXPLANATIONS,
  ...COPY_EXPLANATIONS,
  ...SPREAD_EXPLANATIONS,
  ...PICTURE_EXPLANATIONS,
  ...HEADVIS_EXPLANATIONS,
  ...VECTOR_EXPLANATIONS,
  ...WEIGHT_EXPLANATIONS,
  ...REPEAT_EXPLANATIONS,
  ...REASON_EXPLANATIONS,
  ...MAP_EXPLANATIONS,
};

/** @throws {RangeError} if nobody has written it: `explanations.test.ts` finds that first. */
export function explanationOf({ id }: Pick<CatalogMeasure, "id">): Explanation {
  const found = EXPLANATIONS[id];
  if (found === undefined) throw new RangeError(`The measure ${id} has no explanation.`);
  return found;
}
