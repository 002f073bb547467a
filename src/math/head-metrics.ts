/** What a head's attention does, as means over a dataset. Names as in Neuronpedia and HeadVis; definitions beside them. */
import { eachRow } from "./pattern-rows.ts";

export interface MetricsInput {
  /** First query of each sequence, and their number as last entry. */
  readonly starts: Uint32Array;
  /** Cross-attention: the same of keys; absent where they are of the same tokens. */
  readonly keyStarts?: Uint32Array;
  /** [queries, keys] of every sequence, one after the other; rows sum to 1, or to less where keys are not shown. */
  readonly weights: Float32Array;
  readonly isCausal: boolean;
  /** Distinct number per distinct token, [nTokens]; null for pictures, whose tokens are places. */
  readonly ids: ArrayLike<number> | null;
  /** Pictures only: how tokens lie in them. */
  readonly grid: { readonly columns: number; readonly nSpecial: number } | null;
}

/** Names and ranges as in the atlas' `heads.json`. */
export interface HeadMeasures {
  readonly entropy: number;
  readonly self: number | null;
  readonly previous: number | null;
  readonly next: number | null;
  readonly first: number;
  readonly induction: number | null;
  readonly distance: number | null;
  readonly patchDistance: number | null;
}

/** What a head scores, and what one would score that spreads its weight evenly over the keys each query can see. */
export interface HeadScores {
  readonly metrics: HeadMeasures;
  readonly chance: HeadMeasures;
}

/** Weight on a key of the row at hand, counted from the first key of its sequence. */
type Weight = (key: number) => number;

/** Queries that can see a single key say nothing about a head and are left out throughout. */
export function headMetrics(input: MetricsInput): HeadScores {
  const { weights, ids, grid } = input;
  const isWithin = input.keyStarts === undefined;
  const means = new Means();
  eachRow(input, ({ query, first, length, nKeys, at }) => {
    if (nKeys < 2) return;
    const row = query - first;
    const weight: Weight = (key) => weights[at + key]!;
    const total = sumOver(nKeys, weight);
    const even: Weight = (key) => (key < nKeys ? total / nKeys : 0);
    /** The same rows count for both. */
    const add = (name: keyof HeadMeasures, of: (weight: Weight) => number): void =>
      means.add(name, of(weight), of(even));
    if (total > 0) add("entropy", (weight) => entropy(weight, nKeys, total) / Math.log(nKeys));
    if (!isWithin || row > 0) add("first", (weight) => weight(0));
    // Places in two sequences are no distance apart, and none is the other's neighbor.
    if (!isWithin) return;
    add("self", (weight) => weight(row));
    if (row > 0) add("previous", (weight) => weight(row - 1));
    if (row + 1 < length) add("next", (weight) => weight(row + 1));
    if (total > 0) add("distance", (weight) => meanDistance(weight, row, nKeys, total));
    const followers = ids ? followersOfCopies(ids, first, row) : [];
    if (followers.length > 0)
      add("induction", (weight) => sumOver(followers.length, (i) => weight(followers[i]!)));
    if (!grid || row < grid.nSpecial) return;
    const { nSpecial } = grid;
    if (sumOver(length - nSpecial, (patch) => weight(nSpecial + patch)) > 0)
      add("patchDistance", (weight) => meanPatchDistance(grid, row, length, weight));
  });
  const scores = (of: "metrics" | "chance"): HeadMeasures => {
    const mean = (name: keyof HeadMeasures): number | null => means.of(name)?.[of] ?? null;
    const measured = (name: keyof HeadMeasures): number | null => mean(name) ?? (isWithin ? 0 : null);
    return {
      entropy: mean("entropy") ?? 0,
      self: measured("self"),
      previous: measured("previous"),
      next: measured("next"),
      first: mean("first") ?? 0,
      induction: mean("induction"),
      distance: measured("distance"),
      patchDistance: mean("patchDistance"),
    };
  };
  return { metrics: scores("metrics"), chance: scores("chance") };
}

/** Keys that followed an earlier copy of the query's token (Olsson et al. 2022); a head sees them only behind it. */
function followersOfCopies(ids: ArrayLike<number>, start: number, row: number): number[] {
  const keys: number[] = [];
  for (let key = 1; key < row; key++) {
    if (ids[start + key - 1] === ids[start + row]) keys.push(key);
  }
  return keys;
}

function sumOver(n: number, value: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += value(i);
  return sum;
}

/** In tokens, over the weight on keys that are shown. */
function meanDistance(weight: Weight, row: number, nKeys: number, total: number): number {
  return sumOver(nKeys, (key) => weight(key) * Math.abs(row - key)) / total;
}

/** Euclidean distance between patches, over the weight that goes to patches. */
function meanPatchDistance(
  { columns, nSpecial }: NonNullable<MetricsInput["grid"]>,
  row: number,
  length: number,
  weight: Weight,
): number {
  const place = (token: number): [number, number] => {
    const patch = token - nSpecial;
    return [Math.floor(patch / columns), patch % columns];
  };
  const [y, x] = place(row);
  let [sum, total] = [0, 0];
  for (let key = nSpecial; key < length; key++) {
    const [keyY, keyX] = place(key);
    sum += weight(key) * Math.hypot(keyX - x, keyY - y);
    total += weight(key);
  }
  return sum / total;
}

/** Of the weight on keys that are shown, in nats. */
function entropy(weight: Weight, nKeys: number, total: number): number {
  return sumOver(nKeys, (key) => {
    const share = weight(key) / total;
    return share > 0 ? -share * Math.log(share) : 0;
  });
}

/** Running means by name: of the head, and of even weights on the same rows. */
class Means {
  readonly #sums = new Map<string, { metrics: number; chance: number; count: number }>();

  add(name: string, value: number, chance: number): void {
    const entry = this.#sums.get(name) ?? { metrics: 0, chance: 0, count: 0 };
    entry.metrics += value;
    entry.chance += chance;
    entry.count++;
    this.#sums.set(name, entry);
  }

  of(name: string): { readonly metrics: number; readonly chance: number } | undefined {
    const entry = this.#sums.get(name);
    return entry && { metrics: entry.metrics / entry.count, chance: entry.chance / entry.count };
  }
}
