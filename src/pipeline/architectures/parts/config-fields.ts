/** Kinds of numbers in configurations. The bounds keep a hostile file from asking for a graph without end. */
import { z } from "zod";

export const MOST_LAYERS = 1000;
const MOST_OF_A_KIND = 1 << 24;
const MOST_HEADS = 1 << 12;
const WIDEST_HEAD = 1 << 14;

/** Number of layers. */
export const layers = z.int().min(1).max(MOST_LAYERS);
/** A width, a number of heads, rows of a table, pixels. */
export const size = z.int().min(1).max(MOST_OF_A_KIND);
/** A row of a table. */
export const index = z.int().min(0).max(MOST_OF_A_KIND);
/** Number of heads in a layer. */
export const heads = z.int().min(1).max(MOST_HEADS);
/** Numbers in a query or key. */
export const headWidth = z.int().min(1).max(WIDEST_HEAD);
/** The small number under the root of a norm. */
export const epsilon = z.number().min(0).max(1);

/** @returns A side twice, or both sides. */
export const sides = z
  .union([size, z.tuple([size, size])])
  .transform((both): readonly [number, number] => (typeof both === "number" ? [both, both] : both));

/** A refinement: all heads have the same width. @param heads The key with their number. @param width That of all together. */
export function equalHeads<H extends string, W extends string>(
  heads: H,
  width: W,
): [(config: Readonly<Record<H | W, number>>) => boolean, { path: string[]; error: string }] {
  return [
    (config) => config[width] % config[heads] === 0,
    { path: [heads], error: `expected a divisor of ${width}` },
  ];
}

/** Whether the width can be shared out among the heads. */
export function areHeadsEqual(config: {
  readonly hidden_size: number;
  readonly num_attention_heads: number;
}): boolean {
  return config.hidden_size % config.num_attention_heads === 0;
}

export const UNEQUAL_HEADS = {
  path: ["num_attention_heads"],
  error: "expected a divisor of hidden_size",
};
