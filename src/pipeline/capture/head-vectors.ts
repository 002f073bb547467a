/** Reads the vectors of a captured head, and brings its queries and keys into one space. */
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { align, type Alignment, type Criterion, type HeadShape } from "#math/align.ts";
import type { Kernels, Metric } from "#math/kernels.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { seedFrom } from "#math/random.ts";
import { patternStarts } from "./capture-files.ts";
import type { HeadChecksums } from "./checksums.ts";
import { readHead, type HeadVectors } from "./read-head.ts";

/** Where the vectors of a head lie, and how many there are. */
interface CapturedVectors {
  readonly captureFolder: string;
  readonly head: HeadId;
  readonly checksums: HeadChecksums;
  readonly dHead: number;
  readonly isCausal: boolean;
  /** Index of the first query of each sequence, and the number of queries as the last entry. */
  readonly starts: Uint32Array;
  /** The same for keys, in cross-attention; null if queries and keys belong to the same tokens. */
  readonly keyStarts: Uint32Array | null;
}

interface Seeded {
  readonly head: HeadId;
  /** Of the atlas. */
  readonly seed: number;
}

interface Aligned extends Seeded {
  readonly criterion: Criterion;
  readonly options: { readonly metric: Metric };
}

export interface ReadVectors extends HeadVectors {
  readonly shape: HeadShape;
  readonly patterns: Patterns;
}

/** @throws {DamagedCapture} if a file is missing or holds other bytes than were written. */
export async function readVectors(task: CapturedVectors): Promise<ReadVectors> {
  const { head, dHead, starts, isCausal } = task;
  const keyStarts = task.keyStarts ?? starts;
  const [nQueries, nKeys] = [starts[starts.length - 1]!, keyStarts[keyStarts.length - 1]!];
  const nWeights = patternStarts(starts, keyStarts).at(-1);
  const size = { nQueries, nKeys, dHead, nWeights };
  const vectors = await readHead(task.captureFolder, head, task.checksums, size);
  const isCross = task.keyStarts !== null;
  return {
    ...vectors,
    shape: { nTokens: nQueries, dHead, ...(isCross ? { nKeys } : {}) },
    patterns: { starts, weights: vectors.weights, isCausal, ...(isCross ? { keyStarts } : {}) },
  };
}

/** The seed of everything that is drawn for a head. */
export function seedOf({ head, seed }: Seeded): number {
  return seedFrom(formatHead(head), seed);
}

export function alignVectors(
  task: Aligned,
  { q, k, shape, patterns }: ReadVectors,
  kernels: Kernels,
): Alignment {
  const { criterion, options } = task;
  return align(q, k, shape, patterns, kernels, { criterion, seed: seedOf(task), metric: options.metric });
}
