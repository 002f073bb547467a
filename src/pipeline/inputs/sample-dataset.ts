/** Samples prepared sequences to a dataset's limits with a seed: one stream, or two whose sequences belong together. */
import { counted } from "#atlas/counted.ts";
import type { DatasetConfig } from "#atlas/config.schema.ts";
import { seedFrom } from "#math/random.ts";
import { ConfigError } from "../errors.ts";
import { startsOf, type EncodedDataset, type EncodedSequence } from "./encoded-dataset.ts";
import { sampleSequences } from "./sample-sequences.ts";

/** All of a dataset, ready to be drawn from. */
export interface PreparedDataset extends Pick<EncodedDataset, "kind" | "tooLong" | "grid" | "warnings"> {
  readonly sequences: readonly EncodedSequence[];
}

export interface SampleOptions {
  readonly limit: Pick<DatasetConfig["limit"], "sequences" | "points">;
  readonly seed: number;
  /** The dataset's file, for messages. */
  readonly datasetFile: string;
}

/** @throws {ConfigError} if the limit of points leaves room for none of the sequences. */
export function sampleDataset(all: PreparedDataset, options: SampleOptions): EncodedDataset {
  return choose(all, drawn(tokenCounts(all), options));
}

/**
 * Draws the same sequences of both: sequence i of one belongs to sequence i of the other. No head has more points than
 * the limit, be its queries and keys of one of the two or of both.
 *
 * @throws {ConfigError} as `sampleDataset`.
 */
export function samplePair(
  all: readonly [PreparedDataset, PreparedDataset],
  options: SampleOptions,
): [EncodedDataset, EncodedDataset] {
  const [a, b] = [tokenCounts(all[0]), tokenCounts(all[1])];
  const kept = drawn(
    a.map((length, i) => Math.max(length, b[i] ?? 0)),
    options,
  );
  return [choose(all[0], kept), choose(all[1], kept)];
}

function drawn(lengths: readonly number[], { limit, seed, datasetFile }: SampleOptions): number[] {
  const kept = sampleSequences(lengths, limit, seedFrom("sequences", seed));
  if (kept.length > 0 || lengths.length === 0) return kept;
  const shortest = lengths.reduce((a, b) => Math.min(a, b), Infinity);
  throw new ConfigError({
    what: "the limit is too small for every sequence",
    where: `${datasetFile}, limit.points`,
    expected: `at least ${shortest * 2}, for the shortest sequence has ${counted(shortest, "token")}, each with a query and a key`,
    received: String(limit.points),
    cure: "Raise limit.points, or for texts lower limit.tokensPerSequence.",
  });
}

function choose(all: PreparedDataset, kept: readonly number[]): EncodedDataset {
  const lengths = tokenCounts(all);
  const starts = startsOf(kept.map((i) => lengths[i] ?? 0));
  const nTokens = lengths.reduce((a, b) => a + b, 0);
  return {
    ...all,
    sequences: kept.flatMap((i) => all.sequences[i] ?? []),
    nTokens: starts[kept.length] ?? 0,
    starts,
    sampledFrom: kept.length < lengths.length ? { nSequences: lengths.length, nTokens } : null,
  };
}

function tokenCounts({ sequences }: PreparedDataset): number[] {
  return sequences.map((sequence) => sequence.tokens.length);
}
