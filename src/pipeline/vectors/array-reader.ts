/** How the arrays of a run are asked for, and how messages call them. */
import { counted } from "#atlas/counted.ts";
import { nValuesOf, type StoredArray } from "../arrays/array.ts";
import { shownValue } from "../shown-value.ts";

/** Collects mistakes about arrays by their names. */
export interface ArrayReader {
  readonly get: (name: string) => StoredArray | undefined;
  readonly refuse: (name: string, what: string, expected: string, received: string, cure?: string) => void;
  readonly where: (name: string) => string;
}

export function isWhole(type: string): boolean {
  return /^[iu]\d$/.test(type);
}

export function isShape({ shape }: StoredArray, wanted: readonly number[]): boolean {
  return shape.length === wanted.length && shape.every((size, axis) => size === wanted[axis]);
}

/** `f4 [12, 64]`. */
export function described(array: StoredArray | undefined): string {
  return array === undefined
    ? "nothing"
    : `${array.type} ${shownValue(array.shape)}${nValuesOf(array.shape) === 0 ? `, ${counted(0, "value")}` : ""}`;
}
