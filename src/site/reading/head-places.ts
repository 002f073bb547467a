/** The places at which a head may look, as rows of a table, and their names on pages. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import { capitalized } from "../../atlas/letter-case.ts";
import { isWithinSequences, type HeadMetrics } from "../../measures/metrics.ts";
import { OFFSETS } from "../../measures/metrics/offset.ts";
import { LEAST } from "./head-shares.ts";

/** Where a place lies: relative to the query, in tokens; negative is before it. */
type Where = number | "first" | "row" | "column" | "objects";

/** A place of which every query of a head sees one. */
export interface Place {
  readonly measure: keyof HeadMetrics;
  /** Numbers count patches of pictures in reading order. */
  readonly offset: Where;
  /** How far beyond chance a head must look there to be said to do it: 0 is chance, 1 is nothing else. */
  readonly least: number;
  /** Measures that alone may account for this share: it is said only of a head that goes clearly beyond each of them. */
  readonly over?: readonly (keyof HeadMetrics)[];
}

/** In the order in which lists show them. */
export const PLACES: readonly Place[] = [
  { measure: "previous", offset: -1, least: LEAST.habit },
  { measure: "next", offset: 1, least: LEAST.habit },
  { measure: "first", offset: "first", least: LEAST.habit },
  { measure: "self", offset: 0, least: LEAST.itself },
  ...OFFSETS.toSorted((a, b) => Math.abs(a) - Math.abs(b)).map((offset) => ({
    measure: `offset${offset}` as const,
    offset,
    least: LEAST.habit,
  })),
  { measure: "sameRow", offset: "row", least: LEAST.habit, over: ["self", "previous", "next"] },
  { measure: "sameColumn", offset: "column", least: LEAST.habit, over: ["self"] },
  { measure: "objects", offset: "objects", least: LEAST.habit },
];

/** How a place is named for one head. */
export interface PlaceWords {
  /** In a sentence: `the previous token`. */
  readonly name: string;
  /** Alone: `Previous token`. */
  readonly title: string;
}

const PICTURE_WORDS: Readonly<Record<Exclude<Where, number | "first">, PlaceWords>> = {
  row: { name: "patches in the same row", title: "Same row" },
  column: { name: "patches in the same column", title: "Same column" },
  objects: { name: "objects", title: "Objects" },
};

const COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

/** @param manifest Of the head's tower, see `manifestOf`. */
export function placeWords(
  { offset }: Pick<Place, "offset">,
  { patches }: Pick<Manifest, "patches">,
  metrics: Pick<HeadMetrics, "self">,
): PlaceWords {
  if (offset === "first") return firstWords(patches, isWithinSequences(metrics));
  if (typeof offset === "string") return PICTURE_WORDS[offset];
  return patches === null
    ? offsetWords(offset, "token", "")
    : offsetWords(offset, "patch", " in reading order");
}

function firstWords(patches: Manifest["patches"], isWithin: boolean): PlaceWords {
  if (!isWithin) return { name: "the first token of the other sequence", title: "First token" };
  if (patches === null) return { name: "the first token", title: "First token" };
  if (patches.nSpecial === 0) return { name: "the first patch", title: "First patch" };
  const which = patches.nSpecial === 1 ? "the token" : "the first of the tokens";
  return { name: `${which} before the patches`, title: "First token" };
}

function offsetWords(offset: number, unit: string, order: string): PlaceWords {
  if (offset === 0) return { name: `the ${unit} itself`, title: "Itself" };
  const [next, beside] = offset < 0 ? ["previous", "before"] : ["next", "after"];
  if (Math.abs(offset) === 1)
    return { name: `the ${next} ${unit}${order}`, title: `${capitalized(next)} ${unit}` };
  const count = COUNTS[Math.abs(offset) - 1] ?? String(Math.abs(offset));
  return {
    name: `the ${unit} ${count} ${beside}${order}`,
    title: `${capitalized(count)} ${unit === "patch" ? "patches" : "tokens"} ${beside}`,
  };
}
