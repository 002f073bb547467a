/** The k nearest neighbors of every point, nearest first, without the point itself. */
export interface Neighbors {
  readonly n: number;
  readonly k: number;
  /** [n, k] */
  readonly indices: Int32Array;
  /** [n, k], in the metric's own unit. */
  readonly distances: Float32Array;
}
