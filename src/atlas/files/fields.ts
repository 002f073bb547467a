/** Checks the fields of a JSON file, which may be cut, damaged or forged, and reports the first mistake. */
import { FormatError } from "./columns.ts";

/** Larger counts are invalid, because their entries would not fit into one file. */
const MOST = 2 ** 32 - 1;

/** The fields of an object in a file; each is checked when it is read. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Opens a file of format version 1.
 *
 * @param what What the file is, e.g. `tokens`.
 * @throws {FormatError} if it is no object, or of another version.
 */
export function openFile(json: unknown, what: string): Fields {
  const version = isFields(json) ? ownField(json, "v") : undefined;
  if (version === 1) return json as Fields;
  throw new FormatError(`${what}: expected format version 1, received ${described(version ?? json)}.`);
}

/** @throws {FormatError} if it is no object. */
export function readFields(value: unknown, name: string): Fields {
  if (isFields(value)) return value;
  throw new FormatError(`${name}: expected an object, received ${described(value)}.`);
}

/** A field of the object itself: `constructor` of an empty one is undefined. */
export function ownField(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** @throws {FormatError} if it is no whole number of 0 or more, or more than `most`. */
export function readCount(value: unknown, name: string, most = MOST): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new FormatError(`${name}: expected a whole number from 0 to ${most}, received ${described(value)}.`);
}

/** A finite number within the range of a 32-bit float. @throws {FormatError} if it is not one. */
export function readNumber(value: unknown, name: string): number {
  if (typeof value === "number" && Number.isFinite(Math.fround(value))) return value;
  throw new FormatError(`${name}: expected a finite number, received ${described(value)}.`);
}

/** @throws {FormatError} if they are no list of texts. */
export function readTexts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) {
    throw new FormatError(`${name}: expected a list of texts, received ${described(value)}.`);
  }
  const texts: readonly unknown[] = value;
  const odd = texts.findIndex((text) => typeof text !== "string");
  if (odd < 0) return texts as readonly string[];
  throw new FormatError(`${name}: expected texts only, received ${described(texts[odd])} at ${odd}.`);
}

/**
 * Anything in a few words. Objects are only named: to write them out may fail, or take long.
 */
export function described(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null ? "null" : "an object";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
