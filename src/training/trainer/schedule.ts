/** Share of the full step sizes by step: a short warm-up, a long plateau, and down in a straight line (never by the clock). */
export interface Schedule {
  readonly steps: number;
  readonly warmUpSteps: number;
  /** Share of all steps in which the rate falls to 0. */
  readonly fall: number;
}

/** @param step From 0. */
export function rateAt(step: number, { steps, warmUpSteps, fall }: Schedule): number {
  const warm = Math.min(1, (step + 1) / warmUpSteps);
  return Math.min(warm, (steps - step) / (fall * steps));
}
