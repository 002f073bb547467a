/** The forms in which preprocessor_config.json gives sizes. */
import { z } from "zod";
import { isObject } from "../../json-object.ts";

/** No model takes larger pictures; beyond it a misprint would ask for all memory. */
const MOST_PX = 4096;

const KEY_SETS = [
  ["height", "width"],
  ["shortest_edge"],
  ["longest_edge", "shortest_edge"],
  ["longest_edge"],
  ["max_height", "max_width"],
] as const;

type SizeKey = (typeof KEY_SETS)[number][number];

/** A plain number, whose meaning is the class's, or one of the sets of keys. */
export type GivenSize = number | Readonly<Partial<Record<SizeKey, number>>>;

const PIXELS = `whole numbers of pixels from 1 to ${MOST_PX}`;

function isSide(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_PX;
}

/** Undefined if it is none of the forms. */
function readSize(value: unknown, keySets: readonly (readonly SizeKey[])[]): GivenSize | undefined {
  if (isSide(value)) return value;
  if (Array.isArray(value)) {
    const [height, width] = value as unknown[];
    return value.length === 2 && isSide(height) && isSide(width) ? { height, width } : undefined;
  }
  if (!isObject(value) || !Object.values(value).every(isSide)) return undefined;
  const names = Object.keys(value).sort().join();
  return keySets.some((keys) => keys.join() === names) ? value : undefined;
}

function schemaOf(keySets: readonly (readonly SizeKey[])[]): z.ZodType<GivenSize> {
  const objects = keySets.map((keys) => `{${keys.join(", ")}}`).join(", ");
  const message = `expected a number, [height, width] or one of ${objects}, in ${PIXELS}`;
  return z.unknown().transform((value, context): GivenSize => {
    const size = readSize(value, keySets);
    if (size !== undefined) return size;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

export const sideSchema = z.int().min(1).max(MOST_PX);

export const sizeSchema = schemaOf(KEY_SETS);

/** Of a crop, or of what a picture is padded to. */
export const frameSchema = schemaOf([["height", "width"], ["shortest_edge"]]);
