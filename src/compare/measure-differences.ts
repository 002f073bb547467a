/** How the measures of two heads differ. Pure. */
import { valueOf, type CatalogMeasure } from "../measures/catalog/catalog-measure.ts";
import { measuresOf } from "../measures/catalog/catalog.ts";
import type { MeasuredHead } from "../measures/catalog/measured-head.ts";
import { MAPS_FAMILY } from "../measures/catalog/rows/map-rows.ts";

export interface MeasureDifference {
  readonly measure: CatalogMeasure;
  /** Null where the head has no such number. */
  readonly a: number | null;
  readonly b: number | null;
  /** Of the first head and of the second; null where it is not known. */
  readonly chance: readonly [a: number | null, b: number | null];
  /** b − a; null where one of them is missing. */
  readonly difference: number | null;
  /**
   * How large the difference is, 0 … 1: as a share of the measure's range, or where that has no end, of what the heads of
   * both atlases span. Null without a difference.
   */
  readonly size: number | null;
}

/** What a measure spans: the whole of which a difference is a share. */
export type Spans = (measure: CatalogMeasure) => number;

/**
 * The range of a measure, or where that has no end, how far its least value among these heads is from the greatest. (The
 * two values themselves would be no yardstick: two that are nearly zero would differ by all there is.)
 */
export function spansAmong(heads: readonly MeasuredHead[]): Spans {
  const known = new Map<string, number>();
  return (measure) => {
    const [least, most] = measure.range;
    if (least !== null && most !== null) return most - least;
    const span = known.get(measure.id) ?? spanOf(heads, measure);
    known.set(measure.id, span);
    return span;
  };
}

function spanOf(heads: readonly MeasuredHead[], measure: CatalogMeasure): number {
  let [least, most] = [Infinity, -Infinity];
  for (const head of heads) {
    const value = valueOf(measure, head);
    if (value === null) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return Math.max(0, most - least);
}

/**
 * Largest difference first; those that one of the two lacks last, in the order of the catalog.
 *
 * @param spans Among heads that include these two.
 */
export function measureDifferences(a: MeasuredHead, b: MeasuredHead, spans: Spans): MeasureDifference[] {
  // How far single maps can be trusted is no trait of a head; those of its first map are in the catalog.
  const rows = measuresOf([a, b]).filter(({ id }) => !id.startsWith(MAPS_FAMILY.prefix));
  const all = rows.map((measure) => differenceOf(measure, a, b, spans));
  return all
    .map((row, place) => ({ row, place }))
    .sort((x, y) => (y.row.size ?? -1) - (x.row.size ?? -1) || x.place - y.place)
    .map(({ row }) => row);
}

function differenceOf(
  measure: CatalogMeasure,
  a: MeasuredHead,
  b: MeasuredHead,
  spans: Spans,
): MeasureDifference {
  const [own, other] = [valueOf(measure, a), valueOf(measure, b)];
  const difference = own === null || other === null ? null : other - own;
  return {
    measure,
    a: own,
    b: other,
    chance: [measure.chance(a), measure.chance(b)],
    difference,
    size: difference === null ? null : sizeOf(difference, spans(measure)),
  };
}

function sizeOf(difference: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, Math.abs(difference) / whole);
}

/** Of variants of one measure, e.g. `Copy score, best five` and `Copy score, best one`, the first alone. */
export function withoutVariants(differences: readonly MeasureDifference[]): MeasureDifference[] {
  return [...Map.groupBy(differences, ({ measure }) => baseTitle(measure.title)).values()].flatMap(
    ([first]) => first ?? [],
  );
}

/** `Copy score` of `Copy score, best five`, `Distance` of `Distance (HeadVis)`. */
function baseTitle(title: string): string {
  return title.replace(/(?:,| \().*$/, "");
}

/** A value as a table shows it: two decimals of shares, three digits of all others. */
export function shownValue(value: number | null, { range: [, most] }: Pick<CatalogMeasure, "range">): string {
  if (value === null) return "–";
  const text = most !== null && most <= 1 ? value.toFixed(2) : threeDigits(value);
  return text.replace("-", "−");
}

function threeDigits(value: number): string {
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
}

/** With its sign. */
export function shownDifference(value: number | null, measure: Pick<CatalogMeasure, "range">): string {
  if (value === null) return "–";
  const text = shownValue(value, measure);
  return value > 0 ? `+${text}` : text;
}
