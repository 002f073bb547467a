/** A model that has been opened: what its attention is, and how it is run. */
import type { OnnxInput } from "./file/onnx-graph.ts";
import type { AttentionBlock, Precision, Rejection } from "./find/attention-block.ts";
import type { TokenGrid } from "./grid/follow-picture.ts";
import type { BlockCapture } from "./run/block-capture.ts";
import type { ReplayReport } from "./run/replay-report.ts";
import type { Feeds } from "./run/sessions.ts";

export interface AttentionModel {
  /** The file or folder that was opened. */
  readonly path: string;
  /** ONNX files it consists of: one, or an encoder and a decoder. */
  readonly files: readonly string[];
  /** Layers of all towers, in the order of computation. */
  readonly blocks: readonly AttentionBlock[];
  /** Softmaxes that are no attention, and why. */
  readonly rejections: readonly Rejection[];
  /** What has to be fed. Masks come as 1 for tokens; a cache may be fed empty. */
  readonly inputs: readonly OnnxInput[];
  /** What the weights are kept in, the coarsest of all files. */
  readonly storedIn: Precision;
  /**
   * Only these towers of it: the rest is not run, and what it alone reads need not be fed. No file is read again. Both are
   * to be released, in any order.
   *
   * @throws {ModelError} if it has none of them.
   */
  select(towers: readonly string[]): AttentionModel;
  /** Runs a batch. @param batch Number of sequences in it. @throws {ModelError} if onnxruntime cannot. */
  run(feeds: Feeds, batch: number): Promise<BlockCapture[]>;
  /** Runs a batch through the first layer alone. @throws {ModelError} as `run` does. */
  runFirst(feeds: Feeds, batch: number): Promise<BlockCapture>;
  /** Runs a batch and recomputes its weights from its queries and keys. @throws {ModelError} as `run` does. */
  replay(feeds: Feeds, batch: number): Promise<ReplayReport>;
  /**
   * How the patches of a picture lie among the tokens of the first layer that sees it.
   *
   * @param nTokens That this layer has. @returns undefined where the graph takes no pictures, or it is not seen.
   */
  tokenGrid(feeds: Feeds, nTokens: number): Promise<TokenGrid | undefined>;
  release(): Promise<void>;
}
