/** Keys by what they are, whoever asks: by token in text, by place in pictures. */
import type { TokenTraits } from "./relations.ts";

/** Tokens, or places, that have an effect of their own: the most frequent ones. */
export const MOST_GROUPS = 512;
const NONE = -1;

export interface KeyGroups {
  /** Of each key: its group; −1 if it has none. */
  readonly of: Int32Array;
  /** Keys of each group. */
  readonly sizes: Float64Array;
}

/**
 * One group for each of the most frequent values, and one for all others. Where all sequences begin with a token that occurs
 * nowhere else, it has none: being the first token tells it already.
 *
 * @param starts Of keys: index of the first one of each sequence, and their number.
 */
export function keyGroups({ keyTokens, grid }: TokenTraits, starts: Uint32Array): KeyGroups {
  const of = new Int32Array(starts.at(-1)).fill(NONE);
  if (keyTokens === null && grid === null) return { of, sizes: new Float64Array(0) };
  const counts = new Map<number, number>();
  const firsts = new Map<number, number>();
  const valueAt = (key: number, start: number): number =>
    keyTokens === null ? key - start : keyTokens[key]!;
  eachKey(starts, (key, start) => {
    const value = valueAt(key, start);
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (key === start) firsts.set(value, (firsts.get(value) ?? 0) + 1);
  });
  const [first, ...otherFirsts] = firsts;
  if (first !== undefined && otherFirsts.length === 0 && counts.get(first[0]) === first[1])
    counts.delete(first[0]);
  const ranked = [...counts].sort(([a, nA], [b, nB]) => nB - nA || a - b);
  const groups = new Map(ranked.map(([value], rank) => [value, Math.min(rank, MOST_GROUPS - 1)]));
  const sizes = new Float64Array(Math.min(ranked.length, MOST_GROUPS));
  eachKey(starts, (key, start) => {
    const group = groups.get(valueAt(key, start));
    if (group === undefined) return;
    of[key] = group;
    sizes[group]!++;
  });
  return { of, sizes };
}

function eachKey(starts: Uint32Array, visit: (key: number, start: number) => void): void {
  for (let s = 0; s + 1 < starts.length; s++)
    for (let key = starts[s]!; key < starts[s + 1]!; key++) visit(key, starts[s]!);
}
