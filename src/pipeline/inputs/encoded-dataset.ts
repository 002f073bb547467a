/** A dataset as one model sees it: what stage 3 hands on. */

import type { LabelValue, SourceLabels } from "#atlas/tokens/token-labels.ts";

/** One input of the model: a sentence, or a picture. */
export interface EncodedSequence {
  /** Token ids; empty for pictures and sound. */
  readonly ids: readonly number[];
  /** Segment of each token, where the tokenizer gives one. */
  readonly typeIds: readonly number[];
  /** Each token as it stands in running text: words that follow a space begin with one. */
  readonly tokens: readonly string[];
  readonly isSpecial: readonly boolean[];
  /** Labels of the whole sequence, e.g. `kind: story`. */
  readonly labels: Labels;
  /** A value per token, e.g. `partOfSpeech`, `objectCover`. */
  readonly tokenLabels: SourceLabels;
  /**
   * Pictures and sound: reads and prepares it when its batch comes; float32 [channels, height, width], or
   * [bands, frames] of a spectrogram.
   */
  readonly pixels?: () => Promise<Pixels>;
  /** Pictures only: RGBA of the whole picture as the model sees it, for the patches on the page. */
  readonly picture?: () => Promise<Uint8Array>;
}

/** By the name of the label. */
export type Labels = ReadonlyMap<string, LabelValue>;

export interface Pixels {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** How the tokens of a picture lie in it. */
export interface PatchGrid {
  readonly rows: number;
  readonly columns: number;
  /** Special tokens in front of the patches. */
  readonly nSpecial: number;
  /** Side of a patch on the page, in pixels. */
  readonly cellPx: number;
}

export interface EncodedDataset {
  /** How a page shows it: sound is a text of moments. */
  readonly kind: "text" | "images";
  readonly sequences: readonly EncodedSequence[];
  readonly nTokens: number;
  /** First token of each sequence, and nTokens as last entry. */
  readonly starts: Uint32Array;
  /** What there was before sampling; null if nothing was left out. */
  readonly sampledFrom: { readonly nSequences: number; readonly nTokens: number } | null;
  /** Texts longer than `limit` tokens, by what became of them; null if there are none. */
  readonly tooLong: { readonly limit: number; readonly nSplit: number; readonly nCut: number } | null;
  readonly grid: PatchGrid | null;
  /** What a page must say about it. */
  readonly warnings?: readonly string[];
}

/** Starts of consecutive sequences of these lengths, with their total as last entry. */
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
