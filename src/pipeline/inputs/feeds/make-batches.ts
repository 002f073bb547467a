/** Which sequences run together. */

export interface BatchOptions {
  /** Tokens of a batch, padding included; a single sequence may be longer. */
  readonly nTokens: number;
  /** Only sequences of one length run together: a model without a mask would take padding for tokens. */
  readonly isApart?: boolean;
  /** Most sequences of a batch, where the model does not take any number. */
  readonly nSequences?: number | undefined;
}

/** Sequences by their index; of like length, so that little is padding. Same input, same batches. */
export function makeBatches(lengths: readonly number[], options: BatchOptions): number[][] {
  const { nTokens, isApart = false, nSequences = Infinity } = options;
  const order = lengths.map((_, i) => i).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const i of order) {
    // Sorted by length, so the newest is the longest: all others are padded to it.
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
