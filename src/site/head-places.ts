/** The places at which a head may look, as rows of a table, and their names on pages. */
import type { Manifest } from "../atlas/files/manifest.ts";
import { isWithinSequences, type HeadMetrics } from "../measures/metrics.ts";

/** A place relative to the query, or the first one of the sequence. */
export interface Place {
  readonly measure: keyof HeadMetrics;
  /** In tokens, or in patches in reading order; negative is before the query. */
  readonly offset: number | "first";
  /** How far beyond chance a head must look there to be said to do it: 0 is chance, 1 is nothing else. */
  readonly least: number;
}

/** In the order in which lists show them. A measure of another offset is one more row. */
export const PLACES: readonly Place[] = [
  { measure: "previous", offset: -1, least: 0.3 },
  { measure: "next", offset: 1, least: 0.3 },
  { measure: "first", offset: "first", least: 0.3 },
  { measure: "self", offset: 0, least: 0.35 },
];

/** How a place is named for one head. */
export interface PlaceWords {
  /** In a sentence: `the previous token`. */
  readonly name: string;
  /** Alone: `Previous token`. */
  readonly title: string;
}

const COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

/** @param manifest Of the head's tower, see `manifestOf`. */
export function placeWords(
  { offset }: Pick<Place, "offset">,
  { patches }: Pick<Manifest, "patches">,
  metrics: Pick<HeadMetrics, "self">,
): PlaceWords {
  if (offset === "first") return firstWords(patches, isWithinSequences(metrics));
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
  const [next, beside] = offset < 0 ? ["previous", "back"] : ["next", "ahead"];
  if (Math.abs(offset) === 1)
    return { name: `the ${next} ${unit}${order}`, title: `${capital(next)} ${unit}` };
  const count = COUNTS[Math.abs(offset) - 1] ?? String(Math.abs(offset));
  return {
    name: `the ${unit} ${count} ${beside}${order}`,
    title: `${capital(count)} ${unit === "patch" ? "patches" : "tokens"} ${beside}`,
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
