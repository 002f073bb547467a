/** Random choices from a seeded generator, the only source of randomness in texts and pictures. */
import type { Random } from "#math/random.ts";

/** One of the items, all equally likely. @throws {RangeError} if there are none. */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}

/** `count` different items in a random order. @throws {RangeError} if there are fewer. */
export function pickSome<T>(random: Random, items: readonly T[], count: number): T[] {
  if (count > items.length) throw new RangeError(`cannot pick ${count} of ${items.length}`);
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(Math.floor(random() * items.length));
  return [...chosen].map((i) => items[i]!);
}

/** The items in a random order. */
export function shuffle<T>(random: Random, items: readonly T[]): T[] {
  return pickSome(random, items, items.length);
}

/** A whole number from `low` to `high`, both included. */
export function integer(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** A key of the table, drawn with a probability proportional to its weight. */
export function pickWeighted<T extends string>(random: Random, weights: Readonly<Record<T, number>>): T {
  const entries = Object.entries(weights) as [T, number][];
  let rest = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    rest -= weight;
    if (rest < 0) return key;
  }
  return entries.at(-1)[0];
}
