/** Compares numbers with what a claim asks of them. */
import type { Bounds } from "./claim.ts";
import type { Place } from "./places.ts";
import { shownNumber } from "./shown-number.ts";
import type { State } from "./verdict.ts";

/** Means, and chance with what is added to it, are not exact: 0.1 and 0.2 make more than 0.3. */
const ROUNDING = 1e-9;

/** A number, and what it can be compared with. */
export interface Measured {
  readonly value: number;
  readonly chance: number | null;
  /** Among the numbers of its kind; null for a number that has none beside it. */
  readonly place: Place | null;
}

const ALONE: Place = { above: 0, below: 0, of: 1, nUnread: 0 };

/** Fewest digits after the point at which the number still looks like what it is beside each bound. */
export function shownBeside({ value, chance }: Measured, bounds: Bounds): string {
  return shownNumber(
    value,
    thresholds(bounds, chance).map(({ least, most }) => least ?? most ?? 0),
  );
}

export function stateOf(measured: Measured, bounds: Bounds): State {
  const { value, chance } = measured;
  const { above, below, of, nUnread } = measured.place ?? ALONE;
  const states: State[] = thresholds(bounds, chance).map(({ least = -Infinity, most = Infinity }) =>
    value >= least - ROUNDING && value <= most + ROUNDING ? "holds" : "false",
  );
  if (chance === null && (bounds.overChance ?? bounds.timesChance) !== undefined) states.push("unknown");
  const ranked = (better: number, most: number): State =>
    better >= most ? "false" : better + nUnread >= most ? "unknown" : "holds";
  if (bounds.rank !== undefined) states.push(ranked(above, bounds.rank));
  if (bounds.rankFromLowest !== undefined) states.push(ranked(below, bounds.rankFromLowest));
  if (bounds.topShare !== undefined) {
    const most = Math.max(1, Math.floor(bounds.topShare * (of + nUnread) + 1e-9));
    states.push(ranked(above, most));
  }
  if (states.includes("false")) return "false";
  return states.includes("unknown") ? "unknown" : "holds";
}

/** `0.98 (chance 0.08), highest of 16`: a chance of 0 and the rank only where they are asked for. */
export function foundText(measured: Measured, bounds: Bounds): string {
  const { chance } = measured;
  const { above, below, of } = measured.place ?? ALONE;
  const isOfChance = (bounds.overChance ?? bounds.timesChance) !== undefined;
  const shown = chance === null || (chance === 0 && !isOfChance) ? null : shownNumber(chance, []);
  return [
    `${shownBeside(measured, bounds)}${shown === null ? "" : ` (chance ${shown})`}`,
    ...((bounds.rank ?? bounds.topShare) === undefined ? [] : [rankText(above, "highest", of)]),
    ...(bounds.rankFromLowest === undefined ? [] : [rankText(below, "lowest", of)]),
  ].join(", ");
}

/** `highest of 16`, `2nd highest of 16` */
function rankText(before: number, end: "highest" | "lowest", of: number): string {
  return `${before === 0 ? "" : `${ordinal(before + 1)} `}${end} of ${of}`;
}

const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });
const ENDINGS: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: "st", two: "nd", few: "rd" };

function ordinal(n: number): string {
  return `${n}${ENDINGS[ORDINALS.select(n)] ?? "th"}`;
}

/** `at least 0.95 and among the 3 highest` */
export function boundsText(bounds: Bounds): string {
  const said: (readonly [bound: number | undefined, text: (bound: number) => string])[] = [
    [bounds.atLeast, (n) => `at least ${n}`],
    [bounds.atMost, (n) => `at most ${n}`],
    [bounds.overChance, (n) => `at least ${n} over chance`],
    [bounds.timesChance, (n) => `at least ${n} times chance`],
    [bounds.rank, (n) => (n === 1 ? "the highest" : `among the ${n} highest`)],
    [bounds.rankFromLowest, (n) => (n === 1 ? "the lowest" : `among the ${n} lowest`)],
    [bounds.topShare, (n) => `among the highest ${shownNumber(n * 100, [], 0)} %`],
  ];
  return said.flatMap(([bound, text]) => (bound === undefined ? [] : [text(bound)])).join(" and ");
}

interface Threshold {
  readonly least?: number;
  readonly most?: number;
}

function thresholds(bounds: Bounds, chance: number | null): Threshold[] {
  const { atLeast, atMost, overChance, timesChance } = bounds;
  return [
    ...(atLeast === undefined ? [] : [{ least: atLeast }]),
    ...(atMost === undefined ? [] : [{ most: atMost }]),
    ...(overChance === undefined || chance === null ? [] : [{ least: chance + overChance }]),
    ...(timesChance === undefined || chance === null ? [] : [{ least: chance * timesChance }]),
  ];
}
