/** Checks of whole objects, put together from checks of their fields, for what a browser reads without a schema library. */
import { FormatError } from "./columns.ts";
import { described, ownField, readCount, readFields, readTexts } from "./fields.ts";

/** Throws a FormatError if a value is not what it should be. @param name The path of the value, e.g. `dataset.nTokens`. */
export type Check = (value: unknown, name: string) => void;

/** A check for every field of an object, those that may be missing included. */
export type Checks<Type> = { readonly [Field in keyof Type]-?: Check };

export const count: Check = (value, name) => void readCount(value, name, Number.MAX_SAFE_INTEGER);
export const texts: Check = (value, name) => void readTexts(value, name);

export const text: Check = (value, name) => {
  if (typeof value !== "string") throw unexpected(name, "a text", value);
};

export const number: Check = (value, name) => {
  if (!Number.isFinite(value)) throw unexpected(name, "a finite number", value);
};

export const flag: Check = (value, name) => {
  if (typeof value !== "boolean") throw unexpected(name, "true or false", value);
};

/** A whole number from 0 to `most`. */
export const countTo =
  (most: number): Check =>
  (value, name) =>
    void readCount(value, name, most);

export const oneOf =
  (...values: readonly unknown[]): Check =>
  (value, name) => {
    if (!values.includes(value)) throw unexpected(name, values.map(described).join(" or "), value);
  };

/** @param expected What the text has to be, in words. */
export const textLike =
  (expected: string, isLike: (value: string) => boolean): Check =>
  (value, name) => {
    if (typeof value !== "string" || !isLike(value)) throw unexpected(name, expected, value);
  };

/** A field that may be missing. */
export const maybe =
  (check: Check): Check =>
  (value, name) => {
    if (value !== undefined) check(value, name);
  };

export const orNull =
  (check: Check): Check =>
  (value, name) => {
    if (value !== null) check(value, name);
  };

export const listOf =
  (check: Check, least = 0, most = Infinity): Check =>
  (value, name) => {
    const list: readonly unknown[] | null = Array.isArray(value) ? value : null;
    const size = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
    if (list === null || list.length < least || list.length > most)
      throw unexpected(name, `a list of ${size}`, value);
    for (const [at, item] of list.entries()) check(item, `${name}[${at}]`);
  };

/** An object in which every value passes the check, whatever its key. */
export const mapOf =
  (check: Check): Check =>
  (value, name) => {
    for (const [key, item] of Object.entries(readFields(value, name))) check(item, `${name}.${key}`);
  };

/** An object with these fields, and perhaps with others. */
export const fields =
  <Type>(checks: Checks<Type>): Check =>
  (value, name) => {
    const object = readFields(value, name || "the file");
    for (const [field, check] of Object.entries<Check>(checks))
      check(ownField(object, field), name === "" ? field : `${name}.${field}`);
  };

function unexpected(name: string, expected: string, value: unknown): FormatError {
  return new FormatError(`${name}: expected ${expected}, received ${described(value)}.`);
}
