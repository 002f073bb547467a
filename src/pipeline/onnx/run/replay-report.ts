/** The result of replaying a model's blocks, and the difference that their precision explains. */
import { counted } from "#atlas/counted.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import type { AttentionBlock, Precision } from "../find/attention-block.ts";
import type { BlockCapture } from "./block-capture.ts";
import type { BlockReplay, ReplayedBlock } from "./block-replay.ts";
import { cureOf, type NotFinite } from "./not-finite.ts";

export interface ReplayReport {
  /** Per block, largest difference between recomputed weights and the model's own; 1 if it cannot be computed. */
  readonly errors: readonly number[];
  readonly maxError: number;
  /** The largest difference that the precision of the scores explains. */
  readonly tolerance: number;
  readonly isWithin: boolean;
  /** Whether every block whose numbers are numbers could be recomputed at all. */
  readonly isUnderstood: boolean;
  /** Heads whose numbers are none, and their block. */
  readonly notFinite: readonly (NotFinite & { readonly block: number })[];
  /** Per block and head, the share of the scores' variance that q·k explains; the rest are position terms. */
  readonly explained: readonly (readonly number[])[];
}

/** The allowed difference of weights computed from scores of this precision. */
export const REPLAY_TOLERANCE: Readonly<Record<Precision, number>> = {
  float32: 1e-5,
  // Scores of some 30 have a last place of 1/64 in 16 bits; half of that moves a weight by at most a quarter of it.
  float16: 5e-3,
  quantized: 1e-2,
};

/** Combines the replays of single blocks. */
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
    isUnderstood: replays.every(({ error, notFinite }) => notFinite.length > 0 || !Number.isNaN(error)),
    notFinite: replays.flatMap(({ notFinite }, block) => notFinite.map((entry) => ({ block, ...entry }))),
    explained: replays.map(({ explained }) => explained),
  };
}

/** A report with what the same run captured. */
export interface ReplayedRun extends ReplayReport {
  /** As `run` gives them. */
  readonly captured: readonly BlockCapture[];
}

export function replayedRun(
  blocks: readonly AttentionBlock[],
  replays: readonly ReplayedBlock[],
): ReplayedRun {
  return { ...reportReplay(blocks, replays), captured: replays.map(({ captured }) => captured) };
}

/** Below this share, a map of q·k lacks a part of the scores that the reader should know about. */
const EXPLAINED_WELL = 0.995;

/** Warnings for the page, one sentence each. */
export function replayWarnings(
  blocks: readonly Pick<AttentionBlock, "tower" | "layer" | "precision">[],
  replay: ReplayReport,
): string[] {
  const warnings: string[] = [];
  const nameOf = (block: number, head: number): string => {
    const { tower, layer = 0 } = blocks[block] ?? {};
    return formatHead(tower === undefined ? { layer, head } : { tower, layer, head });
  };
  const [bad] = replay.notFinite;
  if (bad)
    warnings.push(
      `${counted(replay.notFinite.length, "head")} cannot be drawn: ${bad.value} in the ${bad.part} of ${nameOf(bad.block, bad.head)}, the first of them. ${cureOf(blocks[bad.block]?.precision)}`,
    );
  if (!replay.isUnderstood)
    warnings.push(
      "The attention could not be recomputed from the queries and keys shown: a step between them is not understood.",
    );
  else if (!replay.isWithin && !bad)
    warnings.push(
      `Attention recomputed from the queries and keys shown differs from the model's own by up to ${replay.maxError.toPrecision(2)}.`,
    );
  const shares = replay.explained.flatMap((heads, i) =>
    heads.map((share, head) => ({ share, name: nameOf(i, head) })),
  );
  const low = shares.filter(({ share }) => share < EXPLAINED_WELL);
  const [least] = low.toSorted((a, b) => a.share - b.share);
  if (least) {
    warnings.push(
      `In ${low.length} of ${counted(shares.length, "head")} the scores hold more than q·k, such as a bias for position: q·k explains ${percent(least.share)} of their variance in ${least.name}, the least of all.`,
    );
  }
  return warnings;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
