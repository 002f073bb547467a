/** A head's shares of attention, each beside the share that even attention would give. */
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { LEAST_SORTED } from "../../color/opening-color.ts";
import type { HeadMetrics } from "../../measures/metrics.ts";

/**
 * How strongly a head must show something to be said to do it; `PLACES` has the same for places. All but `divided` and
 * `spread` count from chance: 0 is a head that spreads its weight evenly over what it sees, 1 is as much as there can be.
 */
export const LEAST = {
  /** From here on, a head is known by it. */
  habit: 0.3,
  /** The same for a token that looks at itself. */
  itself: 0.35,
  /**
   * Sequences have on average at least so many times the tokens of an offset: else few of their tokens see one there, and
   * what they see is often the first.
   */
  lengths: 4,
  /** A further share of attention that is worth its number, without being a habit. */
  part: 0.15,
  /** The sum of the shares themselves. */
  divided: 0.5,
  focused: 0.6,
  /** The share of its map that a color explains, of a head that is known by nothing else. */
  sorted: LEAST_SORTED,
  /** The entropy itself, whose 1 is an even spread. */
  spread: 0.85,
  /** 1 is a distance of zero; 0 is the distance by chance. */
  near: 0.5,
  /** 1 is twice the distance by chance. */
  far: 0.3,
} as const;

export type Scores = Pick<HeadNumbers, "metrics" | "chance" | "explained" | "reasons">;

/** A measure of a head, its value by chance, and how far the head goes beyond that. */
export interface Beyond {
  readonly value: number;
  readonly chance: number;
  /** 0 is chance, 1 is as much as there can be. */
  readonly beyond: number;
}

/**
 * A measure counted from chance.
 *
 * @param most The value of a head that does nothing else.
 * @returns null if the measure was not taken, or not by chance.
 */
export function beyondChance(
  { metrics, chance: byChance }: Scores,
  measure: keyof HeadMetrics,
  most: (chance: number) => number = () => 1,
): Beyond | null {
  const [value, chance] = [metrics[measure] ?? null, byChance?.[measure] ?? null];
  if (value === null || chance === null) return null;
  const possible = most(chance) - chance;
  // If chance already reaches the maximum, no head can exceed it.
  return { value, chance, beyond: possible === 0 ? 0 : (value - chance) / possible };
}

/** In whole percent, rounded as the tables of a page round the share itself. */
export function percentOf(share: number): number {
  return Math.round(Number(share.toFixed(2)) * 100);
}

/** `chance 8 %`, and `chance under 1 %` rather than none. */
export function chancePercent(chance: number): string {
  const percent = percentOf(chance);
  return percent === 0 && chance > 0 ? "chance under 1 %" : `chance ${percent} %`;
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}

/** Keeps each number, its sign and its error on one line. */
export function keepTogether(text: string): string {
  return text.replaceAll(" %", "\u00a0%").replaceAll(" ± ", "\u00a0±\u00a0");
}
