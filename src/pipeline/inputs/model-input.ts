/** What a model reads: one stream of sequences, or two side by side, where sequence i of one belongs to sequence i of the other. */
import type { EncodedDataset, EncodedSequence } from "./encoded-dataset.ts";

/** Streams by the tower that reads them; the only one of a model without towers has an empty name. */
export type Streams = ReadonlyMap<string, EncodedDataset>;

/** Sequences of one batch, per stream. */
export type StreamBatch = ReadonlyMap<string, readonly EncodedSequence[]>;

/** Where a tower's queries and keys come from. */
export interface Sides {
  readonly queries: EncodedDataset;
  readonly keys: EncodedDataset;
}

/** In cross-attention the decoder's tokens ask, the encoder's answer. */
export function sidesOf(streams: Streams, tower = ""): Sides {
  const read = (name: string): EncodedDataset => {
    const stream = streams.get(name) ?? streams.get("");
    if (stream === undefined) throw new Error(`Nothing was read for the tower ${name}.`);
    return stream;
  };
  return tower === "cross"
    ? { queries: read("decoder"), keys: read("encoder") }
    : { queries: read(tower), keys: read(tower) };
}

export function batchOf(streams: Streams, indices: readonly number[]): StreamBatch {
  return new Map(
    [...streams].map(([name, { sequences }]) => [name, indices.flatMap((i) => sequences[i] ?? [])]),
  );
}
