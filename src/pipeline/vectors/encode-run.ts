/** Stage 3 for vectors: the file brings its own sequences, which are sampled to the limits of the dataset. */
import type { EncodedDataset, EncodedSequence } from "../inputs/encoded-dataset.ts";
import { sampleDataset, type SampleOptions } from "../inputs/sample-dataset.ts";
import type { VectorRun } from "./vector-run.ts";

export interface EncodedRun {
  readonly dataset: EncodedDataset;
  /** Which of the run's sequences each of the dataset's is. */
  readonly chosen: readonly number[];
}

/** @throws {ConfigError} if the limit of points leaves room for none of the sequences. */
export function encodeRun(run: VectorRun, options: SampleOptions): EncodedRun {
  const sequences = Array.from({ length: run.starts.length - 1 }, (_, s) => sequenceOf(run, s));
  const dataset = sampleDataset(
    { kind: "text", sequences, tooLong: null, grid: null, warnings: run.warnings },
    options,
  );
  const places = new Map(sequences.map((sequence, s) => [sequence, s]));
  return { dataset, chosen: dataset.sequences.map((sequence) => places.get(sequence) ?? 0) };
}

function sequenceOf(run: VectorRun, s: number): EncodedSequence {
  const [from, end] = [run.starts[s] ?? 0, run.starts[s + 1] ?? 0];
  const labels = [...run.sequenceLabels].map(([name, values]) => [name, values[s] ?? null] as const);
  return {
    ids: run.ids.slice(from, end),
    typeIds: Array.from({ length: end - from }, () => 0),
    tokens: run.tokens.slice(from, end),
    isSpecial: run.isSpecial.slice(from, end),
    labels: new Map(labels.filter(([, value]) => value !== null)),
    tokenLabels: new Map([...run.tokenLabels].map(([name, values]) => [name, values.slice(from, end)])),
  };
}

/** Where the pattern of each of a run's sequences begins among its weights. */
export function pairStarts(starts: Uint32Array): number[] {
  const places = [0];
  for (let s = 0; s + 1 < starts.length; s++) {
    const length = starts[s + 1]! - starts[s]!;
    places.push(places[s]! + length * length);
  }
  return places;
}
