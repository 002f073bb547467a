/** The weights within one sequence as the figures show them, with some tokens left out. Pure. */
import type { Attention } from "#atlas/files/attention.ts";
import { spanOf, type Span, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { LeftOut } from "#atlas/view/view.ts";

export interface Pattern {
  /** Tokens of the sequence; of two sequences, those of the longer. */
  readonly n: number;
  /** Row-major [n, n]: row = query, column = key; each 0 … 1, and 0 past the end of the shorter of two sequences. */
  readonly weights: Float32Array;
}

/** Positions, by the role in which they are left out. */
export interface Hidden {
  readonly query: ReadonlySet<number>;
  readonly key: ReadonlySet<number>;
}

/** What the tokens of a sequence are called, as queries and as keys: the same, except between two sequences. */
export interface Names {
  readonly query: readonly string[];
  readonly key: readonly string[];
}

/** @param attention Null gives weights of 0: the figure stands before they are there. */
export function patternOf(attention: Attention | null, sequence: number, n: number): Pattern {
  const weights = new Float32Array(n * n);
  if (attention === null) return { n, weights };
  for (let query = 0; query < n; query++) {
    for (let key = 0; key < n; key++) weights[query * n + key] = attention.weight(sequence, query, key);
  }
  return { n, weights };
}

/** The same, by values where that is asked for and they are known. */
export function shownPattern(
  attention: Attention | null,
  table: TokenTable,
  sequence: number,
  byValue: boolean,
): Pattern {
  const [queries, keys] = [spanOf(table, sequence, "query"), spanOf(table, sequence, "key")];
  const pattern = patternOf(attention, sequence, Math.max(queries.n, keys.n));
  const norms = byValue ? attention?.valueNorms?.subarray(keys.start, keys.start + keys.n) : undefined;
  return norms ? weighByValues(pattern, norms) : pattern;
}

/**
 * Takes rows and columns out. What is left of a row grows so that its sum stays what it was, which is 1 up to the
 * rounding of the file; a row that loses all its weight becomes 0.
 */
export function leaveOut({ n, weights }: Pattern, hidden: Hidden): Pattern {
  const left = weights.slice();
  for (let query = 0; query < n; query++) {
    const row = left.subarray(query * n, (query + 1) * n);
    const before = sumOf(row);
    for (const key of hidden.key) if (key < n) row[key] = 0;
    const after = sumOf(row);
    const factor = hidden.query.has(query) || after === 0 ? 0 : before / after;
    if (factor !== 1) for (let key = 0; key < n; key++) row[key] = row[key]! * factor;
  }
  return { n, weights: left };
}

/**
 * Weights by what they move: each times the length of the value that it multiplies, the row's sum kept (Kobayashi et al.
 * 2020). A row whose values are all 0 becomes 0.
 *
 * @param norms Lengths of the values of this sequence, [n].
 */
export function weighByValues({ n, weights }: Pattern, norms: Float32Array): Pattern {
  const weighed = weights.map((weight, at) => weight * (norms[at % n] ?? 0));
  for (let query = 0; query < n; query++) {
    const row = weighed.subarray(query * n, (query + 1) * n);
    const [before, after] = [sumOf(weights.subarray(query * n, (query + 1) * n)), sumOf(row)];
    if (after > 0) for (let key = 0; key < n; key++) row[key] = row[key]! * (before / after);
  }
  return { n, weights: weighed };
}

function sumOf(row: Float32Array): number {
  return row.reduce((sum, weight) => sum + weight, 0);
}

/** The positions in a sequence that a choice leaves out. */
export function leftOutPositions(table: TokenTable, sequence: number, leftOut: LeftOut): Hidden {
  const among = ({ start, n }: Span): Set<number> => {
    const positions = new Set<number>();
    if (leftOut === "first" || leftOut === "both") positions.add(0);
    if (leftOut === "special" || leftOut === "both") {
      for (let i = 0; i < n; i++) if (table.special[start + i]) positions.add(i);
    }
    return positions;
  };
  return {
    query: among(spanOf(table, sequence, "query")),
    key: among(spanOf(table, sequence, "key")),
  };
}

export interface Connection {
  readonly query: number;
  readonly key: number;
  readonly weight: number;
}

/** The strongest weights of a pattern, the weakest of them still at least `least`; the strongest first. */
export function strongestConnections({ n, weights }: Pattern, count: number, least: number): Connection[] {
  const found: Connection[] = [];
  weights.forEach((weight, at) => {
    if (weight >= least && weight > 0) found.push({ query: Math.floor(at / n), key: at % n, weight });
  });
  return found.sort((a, b) => b.weight - a.weight || a.query - b.query || a.key - b.key).slice(0, count);
}

/** The weights that meet in one token: of a query, its row; of a key, its column. [n] */
export function weightsOf({ n, weights }: Pattern, role: "query" | "key", position: number): Float32Array {
  return Float32Array.from(
    { length: n },
    (_, other) => weights[role === "query" ? position * n + other : other * n + position] ?? 0,
  );
}
