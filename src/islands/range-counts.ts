/** How many points have each number of a scale, and a number between two ends. */

export class RangeCounts {
  /** How many are below each number. */
  readonly #below: Uint32Array;

  /** @param of Number of each point, 0 … nValues − 1; −1 for none. @param points The points that are counted. */
  constructor(of: Int32Array, points: Iterable<number>, nValues: number) {
    const below = new Uint32Array(nValues + 1);
    for (const point of points) if (of[point]! >= 0) below[of[point]! + 1]! += 1;
    for (let value = 0; value < nValues; value++) below[value + 1]! += below[value]!;
    this.#below = below;
  }

  /** How many are at least `low` and at most `high`. */
  count(low: number, high: number): number {
    const last = this.#below.length - 1;
    return this.#below[Math.min(last, high + 1)]! - this.#below[Math.min(last, low)]!;
  }

  /** The shortest range that holds at least `n`, of equally short ones the lowest; null if there are fewer. */
  shortest(n: number): readonly [low: number, high: number] | null {
    const below = this.#below;
    let best: readonly [number, number] | null = null;
    let high = 0;
    for (let low = 0; low + 1 < below.length; low++) {
      while (high + 1 < below.length && below[high + 1]! - below[low]! < n) high++;
      if (high + 1 >= below.length) break;
      if (best === null || high - low < best[1] - best[0]) best = [low, high];
    }
    return best;
  }

  /** The two most frequent numbers in ascending order, as far as there are `least` of each. */
  mostFrequent(least: number): number[] {
    const counts = Array.from({ length: this.#below.length - 1 }, (_, value) => this.count(value, value));
    return Array.from(counts.keys())
      .filter((value) => counts[value]! >= least)
      .sort((a, b) => counts[b]! - counts[a]! || a - b)
      .slice(0, 2)
      .sort((a, b) => a - b);
  }
}
