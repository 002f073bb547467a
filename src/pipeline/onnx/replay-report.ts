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

/** Below this, a map of q·k leaves out a part of the scores that a reader should know of. */
const EXPLAINED_WELL = 0.995;

/** What a reader should know: one sentence per remark. */
export function replayWarnings(
  blocks: readonly Pick<AttentionBlock, "tower" | "layer">[],
  replay: ReplayReport,
): string[] {
  const warnings: string[] = [];
  if (!replay.isUnderstood)
    warnings.push(
      "The attention could not be recomputed from the queries and keys shown: a step between them is not understood.",
    );
  else if (!replay.isWithin)
    warnings.push(
      `Attention recomputed from the queries and keys shown differs from the model's own by up to ${replay.maxError.toPrecision(2)}.`,
    );
  const shares = replay.explained.flatMap((heads, i) =>
    heads.map((share, head) => ({ share, head, layer: blocks[i]?.layer ?? 0, tower: blocks[i]?.tower })),
  );
  const low = shares.filter(({ share }) => share < EXPLAINED_WELL);
  const [least] = low.toSorted((a, b) => a.share - b.share);
  if (least) {
    const name = `${least.tower === undefined ? "" : `${least.tower}-`}L${least.layer}H${least.head}`;
    warnings.push(
      `In ${low.length} of ${shares.length} heads the scores hold more than q·k, such as a bias for position: q·k explains ${percent(least.share)} of their variance in ${name}, the least of all.`,
    );
  }
  return warnings;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
