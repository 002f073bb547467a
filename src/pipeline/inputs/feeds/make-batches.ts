/** Groups sequences into batches. */

export interface BatchOptions {
  /** Most tokens of a batch, including padding; a single sequence may be longer. */
  readonly nTokens: number;
  /** Whether only sequences of equal length run together, because a model without a mask would treat padding as tokens. */
  readonly isApart?: boolean;
  /** Most sequences of a batch, if the model limits it. */
  readonly nSequences?: number | undefined;
}

/** Batches of sequence indexes. Sequences of similar length run together, so that there is little padding. Deterministic. */
export function makeBatches(lengths: readonly number[], options: BatchOptions): number[][] {
  const { nTokens, isApart = false, nSequences = Infinity } = options;
  const order = lengths.map((_, i) => i).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const i of order) {
    // Sorted by length, so the newest sequence is the longest, and all others are padded to it.
    const isOther = isApart && lengths[i] !== lengths[batch[0] ?? i];
    const isFull = batch.length === nSequences || (batch.length + 1) * lengths[i]! > nTokens;
    if (batch.length > 0 && (isOther || isFull)) {
      batches.push(batch);
      batch = [];
    }
    batch.push(i);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
