/** An opened model: its attention blocks, and the functions that run it. */
import type { OnnxInput } from "./file/onnx-graph.ts";
import type { AttentionBlock, Precision, Rejection } from "./find/attention-block.ts";
import type { TokenGrid } from "./grid/follow-picture.ts";
import type { BlockCapture } from "./run/block-capture.ts";
import type { ModelPart } from "./parts/graph-parts.ts";
import type { ReplayedRun } from "./run/replay-report.ts";
import type { Feeds } from "./run/sessions.ts";

export interface AttentionModel {
  /** The file or folder that was opened. */
  readonly path: string;
  /** The ONNX files of the model: one, or an encoder and a decoder. */
  readonly files: readonly string[];
  /** Layers of all towers, in the order of computation. */
  readonly blocks: readonly AttentionBlock[];
  /** Softmaxes that are not attention, and tensors of a checkpoint that it does not depend on, with the reason. */
  readonly rejections: readonly Rejection[];
  /** Inputs that a run needs. Masks are 1 for tokens; a cache may be empty. */
  readonly inputs: readonly OnnxInput[];
  /** The precision in which the weights are stored; the coarsest one if files differ. */
  readonly storedIn: Precision;
  /**
   * Of a model too large to be held whole: what `run` and `replay` go through one after the other. Who has many batches
   * runs all of them through one part before the next, so that its weights are read once.
   */
  readonly parts?: readonly ModelPart[];
  /**
   * Only these towers of it: the rest is not run, and what it alone reads need not be fed. No file is read again. Both are
   * to be released, in any order.
   *
   * @throws {ModelError} if it has none of them.
   */
  select(towers: readonly string[]): AttentionModel;
  /** Runs a batch. @param batch Number of sequences in it. @throws {ModelError} if onnxruntime fails. */
  run(feeds: Feeds, batch: number): Promise<readonly BlockCapture[]>;
  /** Runs a batch through the first layer alone. @throws {ModelError} as `run` does. */
  runFirst(feeds: Feeds, batch: number): Promise<BlockCapture>;
  /** Runs a batch and recomputes its weights from its queries and keys. @throws {ModelError} as `run` does. */
  replay(feeds: Feeds, batch: number): Promise<ReplayedRun>;
  /**
   * The grid of a picture's patches among the tokens of the first layer that reads it.
   *
   * @param nTokens Number of tokens of this layer. @returns undefined if the graph takes no pictures, or the grid cannot be followed.
   */
  tokenGrid(feeds: Feeds, nTokens: number): Promise<TokenGrid | undefined>;
  release(): Promise<void>;
}
