/** What replaying a model's blocks showed, and how much difference their precision accounts for. */
import type { AttentionBlock, Precision } from "./attention-block.ts";
import type { BlockReplay } from "./block-capture.ts";

export interface ReplayReport {
  /** Per block, largest difference between recomputed weights and the model's own; 1 where that cannot be told. */
  readonly errors: readonly number[];
  readonly maxError: number;
  /** The largest difference that the precision of the scores accounts for. */
  readonly tolerance: number;
  readonly isWithin: boolean;
  /** Whether every block could be recomputed at all. */
  readonly isUnderstood: boolean;
  /** Per block and head, the share of the scores' variance that q·k explains; the rest are position terms. */
  readonly explained: readonly (readonly number[])[];
}

/** By how much weights may differ that were computed from scores of this precision. */
export const REPLAY_TOLERANCE: Readonly<Record<Precision, number>> = {
  float32: 1e-5,
  // Scores of some 30 have a last place of 1/64 in 16 bits; half of that moves a weight by at most a quarter of it.
  float16: 5e-3,
  quantized: 1e-2,
};

/** Puts the replays of single blocks together. */
export function reportReplay(
  blocks: readonly AttentionBlock[],
  replays: readonly BlockReplay[],
): ReplayReport {
  const errors = replays.map(({ error }) => (Number.isNaN(error) ? 1 : error));
  const allowed = blocks.map((block) => REPLAY_TOLERANCE[block.precision]);
  return {
    errors,
    maxError: Math.max(...errors),
    tolerance: Math.max(...allowed),
    isWithin: errors.every((error, i) => error <= allowed[i]!),
    isUnderstood: replays.every(({ error }) => !Number.isNaN(error)),
    explained: replays.map(({ explained }) => explained),
  };
}
