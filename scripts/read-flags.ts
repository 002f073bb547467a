/** Parses the values of flags, before any work is done. */
import { InvalidArgumentError } from "commander";
import { parseHeadSelection, type HeadPattern } from "#atlas/head/head-selection.ts";
import type { Method } from "#atlas/method.ts";
import { parseStoreLimit, STORE_LIMIT_FORM } from "#pipeline/cache/store-limit.ts";
import { methodsOf, PROJECTORS } from "#projections/projections.ts";

/** More threads than any machine has cores. */
const MOST_WORKERS = 512;

/** Rejects a flag that is given twice. @returns A parser for commander: `previous` is its earlier result. */
export function once<Value>(read: (text: string) => Value): (text: string, previous?: Value) => Value {
  return (text, previous) => {
    if (previous !== undefined) throw new InvalidArgumentError("Expected the flag once.");
    return read(text);
  };
}

export function readName(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Expected a name.");
  return text;
}

export function readHeads(text: string): readonly HeadPattern[] {
  const selected = parseHeadSelection(text);
  if (!selected) throw new InvalidArgumentError("Expected names such as L3H5 or L4H*, separated by commas.");
  return selected;
}

export function readMethods(text: string): readonly Method[] {
  const known = methodsOf(PROJECTORS);
  const names = text.split(",").map((name) => name.trim());
  if (!names.every((name) => known.includes(name)) || new Set(names).size !== names.length)
    throw new InvalidArgumentError(`Expected some of ${known.join(", ")}, each once, separated by commas.`);
  return names;
}

export function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > MOST_WORKERS)
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${MOST_WORKERS}.`);
  return count;
}

/** How many are listed. */
export function readTop(text: string): number {
  const count = Number(text);
  if (!/^\d{1,6}$/.test(text) || count < 1)
    throw new InvalidArgumentError("Expected a whole number above 0.");
  return count;
}

/** @returns Bytes. */
export function readStoreLimit(text: string): number {
  const limit = parseStoreLimit(text);
  if (limit === undefined) throw new InvalidArgumentError(`Expected ${STORE_LIMIT_FORM}.`);
  return limit;
}
