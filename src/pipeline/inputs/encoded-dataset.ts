/** A dataset as one model reads it: the output of stage 3. */

import type { LabelValue, SourceLabels } from "#atlas/tokens/token-labels.ts";

/** One input of the model: a sentence, or a picture. */
export interface EncodedSequence {
  /** Token ids; empty for pictures and sound. */
  readonly ids: readonly number[];
  /** Segment of each token, if the tokenizer gives one. */
  readonly typeIds: readonly number[];
  /** Each token as it appears in running text: a word after a space starts with a space. */
  readonly tokens: readonly string[];
  readonly isSpecial: readonly boolean[];
  /** Labels of the whole sequence, e.g. `kind: story`. */
  readonly labels: Labels;
  /** A value per token, e.g. `partOfSpeech`, `objectCover`. */
  readonly tokenLabels: SourceLabels;
  /**
   * Pictures and sound: reads and prepares the input when its batch runs; float32 [channels, height, width], or
   * [bands, frames] of a spectrogram.
   */
  readonly pixels?: () => Promise<Pixels>;
  /** Pictures only: RGBA of the part of the picture that the model sees, for the patches on the page. */
  readonly picture?: () => Promise<Uint8Array>;
}

/** By the name of the label. */
export type Labels = ReadonlyMap<string, LabelValue>;

export interface Pixels {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** The grid of a picture's tokens. */
export interface PatchGrid {
  readonly rows: number;
  readonly columns: number;
  /** Number of special tokens before the patches. */
  readonly nSpecial: number;
  /** Side of a patch on the page, in pixels. */
  readonly cellPx: number;
  /** Height and width of a patch in pixels of the prepared picture; absent where that is not known. */
  readonly patchPx?: readonly [height: number, width: number];
}

export interface EncodedDataset {
  /** How pages show it; sound is shown as a text of moments. */
  readonly kind: "text" | "images";
  readonly sequences: readonly EncodedSequence[];
  readonly nTokens: number;
  /** Index of the first token of each sequence, and nTokens as the last entry. */
  readonly starts: Uint32Array;
  /** Counts before sampling; null if nothing was left out. */
  readonly sampledFrom: { readonly nSequences: number; readonly nTokens: number } | null;
  /** Numbers of texts longer than `limit` tokens that were split or cut; null if there are none. */
  readonly tooLong: { readonly limit: number; readonly nSplit: number; readonly nCut: number } | null;
  readonly grid: PatchGrid | null;
  /** Warnings for the page. */
  readonly warnings?: readonly string[];
}

/** Starts of consecutive sequences with these lengths, and their total as the last entry. */
export function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    starts[i + 1] = starts[i]! + length;
  });
  return starts;
}

/** Inverse of startsOf. */
export function lengthsOf(starts: Uint32Array): number[] {
  return Array.from(starts.subarray(1), (end, s) => end - starts[s]!);
}
