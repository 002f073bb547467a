/** Share of the full learning rates by step (never by time): a short warm-up, a long plateau, and a linear decay. */
export interface Schedule {
  readonly steps: number;
  readonly warmUpSteps: number;
  /** Share of all steps in which the rate falls to 0. */
  readonly fall: number;
}

/** @param step Counted from 0. */
export function rateAt(step: number, { steps, warmUpSteps, fall }: Schedule): number {
  const warm = Math.min(1, (step + 1) / warmUpSteps);
  return Math.min(warm, (steps - step) / (fall * steps));
}
