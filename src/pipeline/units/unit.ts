/** A unit of a build on many machines: a range of the heads of each atlas, in the order of the model. */
import { ownCommand } from "#package/own-command.ts";
import type { AtlasId } from "#atlas/address.ts";

export interface Unit {
  /** From 1. */
  readonly index: number;
  /** How many units there are. */
  readonly count: number;
}

/** More units than any cluster runs of one atlas. */
export const MOST_UNITS = 100_000;

/** Reads `3/16`; undefined for anything else. */
export function parseUnit(text: string): Unit | undefined {
  const match = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text);
  if (!match) return undefined;
  const [index, count] = [Number(match[1]), Number(match[2])];
  return index <= count && count <= MOST_UNITS ? { index, count } : undefined;
}

/** The unit's part of a list: the parts of all units make the list, and their lengths differ by at most one. */
export function partOf<T>({ index, count }: Unit, all: readonly T[]): T[] {
  const bound = (i: number): number => Math.floor((i * all.length) / count);
  return all.slice(bound(index - 1), bound(index));
}

/** Whether the unit has the end of every list; it alone looks at the model as a whole. */
export function isLast({ index, count }: Unit): boolean {
  return index === count;
}

/** All units of a number. */
export function unitsOf(count: number): Unit[] {
  return Array.from({ length: count }, (_, i) => ({ index: i + 1, count }));
}

/** The command that makes one unit of an atlas, as a user can type it. */
export function unitCommand({ model, dataset }: AtlasId, unit: Unit, storeFolder?: string): string {
  const store = storeFolder === undefined ? "" : ` --store ${storeFolder}`;
  return ownCommand("atlas", `${model} --dataset ${dataset} --unit ${unit.index}/${unit.count}${store}`);
}
