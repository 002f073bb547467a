/**
 * `headland/extract`: queries, keys and weights of every attention head of an ONNX transformer. Node only: models run in
 * onnxruntime.
 */
export { openModel } from "../pipeline/onnx/open-model.ts";
export { Tensor } from "../pipeline/onnx/runtime.ts";
export { ConfigError, MachineError, ModelError, UserError } from "../pipeline/errors.ts";
export { formatHead, parseHead } from "../atlas/head/head-id.ts";
export { captureHeads } from "./extract/capture-heads.ts";
export { openTokenizer } from "./extract/tokenizer.ts";

export type {
  AttentionBlock,
  AttentionModel,
  BlockCapture,
  Feeds,
  ModelFiles,
  OnnxInput,
  OpenOptions,
  Rejection,
  ReplayReport,
  TokenGrid,
} from "../pipeline/onnx/open-model.ts";
export type { HeadId } from "../atlas/head/head-id.ts";
export type { Patterns } from "../math/pattern-rows.ts";
export type { CapturedHeads, HeadVectors } from "./extract/capture-heads.ts";
export type { CaptureInput, PictureSequence, Sequence, TokenSequence } from "./extract/sequences.ts";
export type { TextTokenizer, TokenizedText } from "./extract/tokenizer.ts";
