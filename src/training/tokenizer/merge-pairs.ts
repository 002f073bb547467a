/**
 * Byte-pair encoding (Sennrich et al. 2016): repeatedly merges the neighboring pair of symbols with the highest score. BPE takes
 * the most frequent pair; WordPiece (Schuster & Nakajima 2012) takes the one that is most frequent relative to its parts.
 */

export interface MergeOptions {
  readonly count: number;
  /** The score of a pair. @param pair,left,right How often the pair and its parts occur. */
  readonly worth: (pair: number, left: number, right: number) => number;
  /** The new symbol. */
  readonly join: (left: string, right: string) => string;
  /** Rarer pairs are not merged. */
  readonly rarest: number;
}

interface Piece {
  symbols: string[];
  readonly count: number;
}

/** A character that no symbol contains. */
const BETWEEN = "\u0000";

/**
 * @param pieces Their symbols, and how often each piece occurs.
 * @returns The merged pairs in order; fewer than requested if nothing can be merged any longer.
 */
export function mergePairs(
  pieces: readonly { readonly symbols: readonly string[]; readonly count: number }[],
  { count, worth, join, rarest }: MergeOptions,
): [left: string, right: string][] {
  const words: Piece[] = pieces.map((piece) => ({ symbols: [...piece.symbols], count: piece.count }));
  const symbols = new Map<string, number>();
  const pairs = new Map<string, { count: number; readonly words: Set<number> }>();
  const tally = (at: number, sign: 1 | -1): void => {
    const word = words[at]!;
    word.symbols.forEach((symbol, i) => {
      symbols.set(symbol, (symbols.get(symbol) ?? 0) + sign * word.count);
      if (i === 0) return;
      const key = `${word.symbols[i - 1]!}${BETWEEN}${symbol}`;
      const pair = pairs.get(key) ?? { count: 0, words: new Set<number>() };
      pair.count += sign * word.count;
      if (sign === 1) pair.words.add(at);
      if (pair.count === 0) pairs.delete(key);
      else pairs.set(key, pair);
    });
  };
  words.forEach((_, at) => tally(at, 1));
  const merges: [string, string][] = [];
  while (merges.length < count) {
    const best = bestPair(pairs, symbols, worth, rarest);
    if (best === undefined) break;
    const [left, right] = best.split(BETWEEN) as [string, string];
    merges.push([left, right]);
    for (const at of pairs.get(best)!.words) {
      if (!holds(words[at]!.symbols, left, right)) continue;
      tally(at, -1);
      words[at]!.symbols = merged(words[at]!.symbols, left, right, join(left, right));
      tally(at, 1);
    }
  }
  return merges;
}

function bestPair(
  pairs: ReadonlyMap<string, { readonly count: number }>,
  symbols: ReadonlyMap<string, number>,
  worth: MergeOptions["worth"],
  rarest: number,
): string | undefined {
  let best: string | undefined;
  let most = -Infinity;
  for (const [key, { count }] of pairs) {
    if (count < rarest) continue;
    const [left = "", right = ""] = key.split(BETWEEN);
    const value = worth(count, symbols.get(left) ?? 0, symbols.get(right) ?? 0);
    // Among equal pairs, the first by code units: the order in the map depends on earlier merges.
    if (value > most || (value === most && key < best!)) [best, most] = [key, value];
  }
  return best;
}

function holds(symbols: readonly string[], left: string, right: string): boolean {
  return symbols.some((symbol, i) => symbol === left && symbols[i + 1] === right);
}

/** Merges from left to right, as an encoder does. */
export function merged(symbols: readonly string[], left: string, right: string, joined: string): string[] {
  const output: string[] = [];
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] === left && symbols[i + 1] === right) {
      output.push(joined);
      i++;
    } else output.push(symbols[i]!);
  }
  return output;
}
