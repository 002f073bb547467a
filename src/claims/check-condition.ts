/** One condition, asked of one head. */
import { manifestOf, type Manifest } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { labelWords } from "#color/modes/label.ts";
import { openingColor } from "#color/opening-color.ts";
import { correlation, ranksOf } from "#math/rank-correlation.ts";
import { foundText, shownBeside, stateOf, type Measured } from "./bounds.ts";
import type { Bounds, Condition } from "./claim.ts";
import { measureOf, type ClaimMeasure } from "./find-measure.ts";
import type { ReadPair } from "./pair-reader.ts";
import { placeOf } from "./places.ts";
import { allOf, type Verdict } from "./verdict.ts";

/** What is known of an atlas. */
export interface CheckedAtlas {
  /** Of the whole atlas. */
  readonly manifest: Manifest;
  readonly heads: readonly HeadNumbers[];
  /** Absent where no weights were read. */
  readonly pair?: ReadPair;
}

/** Fewer heads have no correlation to speak of. */
const LEAST_HEADS = 3;

/**
 * @param row The head that is asked. @param rows All heads of the claim: means and correlations are taken over them.
 */
export function verdictOf(
  condition: Condition,
  row: HeadNumbers,
  rows: readonly HeadNumbers[],
  atlas: CheckedAtlas,
): Verdict {
  switch (condition.kind) {
    case "all":
      return allOf(condition.parts.map((part) => verdictOf(part, row, rows, atlas)));
    case "unmeasured":
      return unknown(condition.why);
    case "opening":
      return opening(condition.color, row, atlas);
    case "composition":
      return composed(condition, row, atlas);
    case "correlation":
      return correlated(condition, rows);
    case "measure":
      return condition.take === "mean" ? mean(condition, rows) : measured(condition, row, atlas);
  }
}

type OfMeasure = Extract<Condition, { kind: "measure" }>;

function measured(condition: OfMeasure, row: HeadNumbers, atlas: CheckedAtlas): Verdict {
  const measure = measureOf(condition.measure);
  if (measure === undefined) return unknown(noMeasure(condition.measure));
  const reading = measure.read(row);
  if (typeof reading !== "number") return unknown(whyNot(measure, reading));
  return verdict(condition, measure.title, {
    value: reading,
    chance: measure.chance(row),
    place: placeOf(reading, row, measure, atlas.heads),
  });
}

function mean(condition: OfMeasure, rows: readonly HeadNumbers[]): Verdict {
  const measure = measureOf(condition.measure);
  if (measure === undefined) return unknown(noMeasure(condition.measure));
  const readings = rows.map((row) => measure.read(row));
  for (const [i, reading] of readings.entries())
    if (typeof reading !== "number") return unknown(`${rows[i]?.head ?? ""}: ${whyNot(measure, reading)}`);
  const chances = rows.map((row) => measure.chance(row));
  const value = average(readings.filter((each) => typeof each === "number"));
  const known = chances.filter((each) => each !== null);
  const chance = known.length === rows.length ? average(known) : null;
  return verdict(condition, `mean ${measure.title}`, { value, chance, place: null });
}

function correlated(
  condition: Extract<Condition, { kind: "correlation" }>,
  rows: readonly HeadNumbers[],
): Verdict {
  const [x, y] = [measureOf(condition.of), measureOf(condition.with)];
  if (!x || !y) return unknown(noMeasure(x ? condition.with : condition.of));
  const both = rows.map((row) => [x.read(row), y.read(row)] as const);
  const pairs = both.flatMap(([a, b]) =>
    typeof a === "number" && typeof b === "number" ? [[a, b] as const] : [],
  );
  if (pairs.length < LEAST_HEADS)
    return unknown(`${pairs.length} of ${rows.length} heads have both ${x.title} and ${y.title}`);
  const ranks = (at: 0 | 1): Float64Array => ranksOf(Float64Array.from(pairs, (pair) => pair[at]));
  const value = correlation(ranks(0), ranks(1));
  const title = `rank correlation of ${x.title} and ${y.title} over ${pairs.length} heads`;
  return verdict(condition, title, { value, chance: null, place: null });
}

function composed(
  condition: Extract<Condition, { kind: "composition" }>,
  { head }: HeadNumbers,
  { pair }: CheckedAtlas,
): Verdict {
  const { composition: kind, from } = condition;
  if (pair === undefined) return unknown("not measured in this atlas: build it again");
  const found = pair(kind, from, head);
  if ("why" in found) return unknown(found.why);
  const title = `${kind}-composition ${from} to ${head}`;
  return "most" in found ? atMost(condition, title, found.most) : verdict(condition, title, found);
}

function opening(color: string, { head, explained }: HeadNumbers, { manifest }: CheckedAtlas): Verdict {
  const tower = parseHead(head)?.tower;
  if (explained === undefined && manifest.color === undefined)
    return unknown("not measured in this atlas: build it again");
  const opens = openingColor(manifestOf(manifest, tower), explained);
  const found = `opens colored by ${labelWords(opens)}`;
  return { state: opens === color ? "holds" : "false", found, brief: found };
}

/** Of a pair whose number is not kept, it is known how high it can be: enough to refute that it is high. */
function atMost(bounds: Bounds, title: string, most: Measured): Verdict {
  const found = `${title} not above that of random matrices, ${shownBeside(most, bounds)}`;
  const isRefuted = bounds.atMost === undefined && stateOf(most, bounds) === "false";
  return isRefuted ? { state: "false", found, brief: found } : unknown(`${found}, and not kept in the atlas`);
}

/** A number that is found but cannot be compared says what it lacks. */
function verdict(bounds: Bounds, title: string, of: Measured): Verdict {
  const state = stateOf(of, bounds);
  const found = `${title} ${foundText(of, bounds)}`;
  if (state === "unknown")
    return unknown(
      (of.place?.nUnread ?? 0) > 0
        ? `${found}, but ${of.place?.nUnread ?? 0} other heads have no such number`
        : `${found}, but its chance is not known`,
    );
  const shown = shownBeside(of, bounds);
  return { state, found, brief: `${title} ${shown}`, number: { title, value: of.value, shown } };
}

function whyNot(measure: ClaimMeasure, reading: Exclude<ReturnType<ClaimMeasure["read"]>, number>): string {
  return reading === null
    ? `${measure.title} does not apply to it`
    : `${measure.title}: ${withoutDot(reading.why)}`;
}

function noMeasure(id: string): string {
  return `there is no measure ${id}`;
}

function unknown(found: string): Verdict {
  return { state: "unknown", found, brief: found };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Reasons are sentences; here they stand within one. */
function withoutDot(why: string): string {
  return why.replace(/\.$/, "");
}
