/** What a head's attention does, as means over a dataset. Names as in Neuronpedia and HeadVis; definitions beside them. */

export interface MetricsInput {
  /** First query of each sequence, and their number as last entry. */
  readonly starts: Uint32Array;
  /** Cross-attention: the same of keys; absent where they are of the same tokens. */
  readonly keyStarts?: Uint32Array;
  /** [queries, keys] of every sequence, one after the other; rows sum to 1. */
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

/** Queries that can see a single key say nothing about a head and are left out throughout. */
export function headMetrics(input: MetricsInput): HeadMeasures {
  const { starts, keyStarts = starts, weights, isCausal, ids, grid } = input;
  const isWithin = input.keyStarts === undefined;
  const means = new Means();
  let at = 0;
  for (let s = 0; s + 1 < starts.length; s++) {
    const start = starts[s]!;
    const length = starts[s + 1]! - start;
    const width = keyStarts[s + 1]! - keyStarts[s]!;
    for (let row = 0; row < length; row++, at += width) {
      const nKeys = isCausal ? row + 1 : width;
      if (nKeys < 2) continue;
      const weight = (key: number): number => weights[at + key]!;
      means.add("entropy", entropy(weights.subarray(at, at + nKeys)) / Math.log(nKeys));
      if (!isWithin || row > 0) means.add("first", weight(0));
      // Places in two sequences are no distance apart, and none is the other's neighbor.
      if (!isWithin) continue;
      means.add("self", weight(row));
      if (row > 0) means.add("previous", weight(row - 1));
      if (row + 1 < length) means.add("next", weight(row + 1));
      let distance = 0;
      for (let key = 0; key < nKeys; key++) distance += weight(key) * Math.abs(row - key);
      means.add("distance", distance);
      if (ids) addInduction(means, ids, start, row, nKeys, weight);
      if (grid) addPatchDistance(means, grid, row, length, weight);
    }
  }
  const measured = (name: string): number | null => means.of(name) ?? (isWithin ? 0 : null);
  return {
    entropy: means.of("entropy") ?? 0,
    self: measured("self"),
    previous: measured("previous"),
    next: measured("next"),
    first: means.of("first") ?? 0,
    induction: means.of("induction"),
    distance: measured("distance"),
    patchDistance: means.of("patchDistance"),
  };
}

/** Weight on all tokens that followed an earlier copy of this one (Olsson et al. 2022); a head sees them only behind it. */
function addInduction(
  means: Means,
  ids: ArrayLike<number>,
  start: number,
  row: number,
  nKeys: number,
  weight: (key: number) => number,
): void {
  let sum = 0;
  let isRepeat = false;
  for (let key = 1; key < Math.min(row, nKeys); key++) {
    if (ids[start + key - 1] !== ids[start + row]) continue;
    sum += weight(key);
    isRepeat = true;
  }
  if (isRepeat) means.add("induction", sum);
}

/** Euclidean distance between patches, over the weight that goes to patches. */
function addPatchDistance(
  means: Means,
  grid: { readonly columns: number; readonly nSpecial: number },
  row: number,
  length: number,
  weight: (key: number) => number,
): void {
  const { columns, nSpecial } = grid;
  if (row < nSpecial) return;
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
  if (total > 0) means.add("patchDistance", sum / total);
}

function entropy(row: Float32Array): number {
  let sum = 0;
  for (const weight of row) if (weight > 0) sum -= weight * Math.log(weight);
  return sum;
}

/** Running means by name. */
class Means {
  readonly #sums = new Map<string, { sum: number; count: number }>();

  add(name: string, value: number): void {
    const entry = this.#sums.get(name) ?? { sum: 0, count: 0 };
    entry.sum += value;
    entry.count++;
    this.#sums.set(name, entry);
  }

  of(name: string): number | null {
    const entry = this.#sums.get(name);
    return entry ? entry.sum / entry.count : null;
  }
}
