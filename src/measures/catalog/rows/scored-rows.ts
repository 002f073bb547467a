/** Rows of the numbers that stand in a section of their own, with their chance beside them. */
import type { MeasureRow } from "../../measure-row.ts";
import { PATTERN_ROWS } from "../../patterns/pattern-measures.ts";
import { REPEAT_ROWS } from "../../repeats/repeat-measures.ts";
import { VECTOR_ROWS } from "../../vectors/vector-measures.ts";
import { WEIGHT_ROWS } from "../../weights/weight-measures.ts";
import type { CatalogMeasure } from "../catalog-measure.ts";
import { readingIn } from "../measured-head.ts";

const SECTIONS = [
  { section: "patterns", group: "pattern", rows: PATTERN_ROWS },
  { section: "vectors", group: "vectors", rows: VECTOR_ROWS },
  { section: "weights", group: "weights", rows: WEIGHT_ROWS },
  { section: "repeats", group: "repeats", rows: REPEAT_ROWS },
] as const;

export const SCORED_ROWS: readonly CatalogMeasure[] = SECTIONS.flatMap(({ section, group, rows }) =>
  rows.map((row: MeasureRow): CatalogMeasure => ({
    ...row,
    group,
    read: (head) => readingIn(head[section]?.head, row.id),
    chance: (head) => head[section]?.chance[row.id] ?? null,
  })),
);
