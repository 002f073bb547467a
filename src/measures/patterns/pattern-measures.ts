/** The table of these measures, and the walk over a head's rows that takes all of them. */
import { eachRow } from "#math/pattern-rows.ts";
import { copiesIn, type MetricsInput } from "../head-metrics.ts";
import { noScores, type MeasureRow } from "../measure-row.ts";
import type { Scores, ScoresAndChance } from "../scores.ts";
import { confidence } from "./confidence.ts";
import { detectors } from "./detectors.ts";
import { earlierCopy } from "./earlier-copy.ts";
import { effectiveKeys } from "./effective-keys.ts";
import type { PatternInput, PatternMeasure, PatternRow, PatternScorer } from "./pattern-measure.ts";
import { pixelDistance } from "./pixel-distance.ts";
import { sinkPlace } from "./sink-place.ts";
import { sinkRows } from "./sink-rows.ts";

export const PATTERN_MEASURES: readonly PatternMeasure[] = [
  detectors,
  earlierCopy,
  sinkRows,
  sinkPlace,
  effectiveKeys,
  confidence,
  pixelDistance,
];

export const PATTERN_ROWS: readonly MeasureRow[] = PATTERN_MEASURES.flatMap(({ rows }) => rows);

export function measurePatterns(
  input: PatternInput,
  measures: readonly PatternMeasure[] = PATTERN_MEASURES,
): ScoresAndChance {
  const [own, even] = [begun(measures, input), begun(measures, input, ({ hasChance }) => hasChance)];
  const evenly = new Float64Array(Math.max(0, ...widthsOf(input)));
  eachPatternRow(input, (row) => {
    for (const { scorer } of own) scorer?.add(row);
    if (even.length === 0) return;
    evenly.fill(row.total / row.nKeys, 0, row.nKeys);
    evenly.fill(0, row.nKeys);
    const spread = { ...row, weights: evenly, at: 0, isEven: true };
    for (const { scorer } of even) scorer?.add(spread);
  });
  return { head: scored(own), chance: scored(even) };
}

interface Begun {
  readonly rows: readonly MeasureRow[];
  readonly scorer: PatternScorer | null;
}

function begun(
  measures: readonly PatternMeasure[],
  input: PatternInput,
  isAsked: (measure: PatternMeasure) => boolean = () => true,
): Begun[] {
  return measures.filter(isAsked).map(({ rows, begin }) => ({ rows, scorer: begin(input) }));
}

function scored(all: readonly Begun[]): Scores {
  return Object.assign({}, ...all.map(({ rows, scorer }) => scorer?.scores() ?? noScores(rows))) as Scores;
}

function widthsOf({ starts, keyStarts = starts }: MetricsInput): number[] {
  return Array.from(keyStarts.subarray(1), (end, s) => end - keyStarts[s]!);
}

function eachPatternRow(input: PatternInput, visit: (row: PatternRow) => void): void {
  const { weights, ids, keyStarts } = input;
  const widths = widthsOf(input);
  let [sequence, last] = [-1, -1];
  let copies: ((token: number) => readonly number[] | null) | null = null;
  eachRow(input, ({ query, first, length, nKeys, at }) => {
    if (first !== last) {
      // Sequences without a query have no row.
      do sequence++;
      while (input.starts[sequence + 1]! <= first);
      last = first;
      copies = ids === null || keyStarts !== undefined ? null : copiesIn(ids, first, length);
    }
    let total = 0;
    for (let key = at; key < at + nKeys; key++) total += weights[key]!;
    const row = query - first;
    visit({
      row,
      sequence,
      width: widths[sequence]!,
      nKeys,
      weights,
      at,
      total,
      isEven: false,
      copies: copies?.(query) ?? null,
    });
  });
}
