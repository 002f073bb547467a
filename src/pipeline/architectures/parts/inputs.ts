/** Inputs by the names that exporters give them. */
import type { Dim, Graph, Value } from "../../graph/graph.ts";

const TEXT = ["batch_size", "sequence_length"] as const;
const DECODER_TEXT = ["batch_size", "decoder_sequence_length"] as const;

export interface TextInputs {
  /** int64 [batch, length] */
  readonly ids: Value;
  /** int64 [batch, length], 1 for tokens and 0 for padding. */
  readonly mask: Value;
}

export function textInputs(graph: Graph): TextInputs {
  return { ids: graph.input("input_ids", "int64", TEXT), mask: graph.input("attention_mask", "int64", TEXT) };
}

/** What a decoder reads beside what its encoder reads; `batch` is the same. */
export function decoderInputs(graph: Graph): TextInputs {
  return { ids: decoderIds(graph), mask: graph.input("decoder_attention_mask", "int64", DECODER_TEXT) };
}

/** int64 [batch, length]: of a decoder that takes no mask, since it never sees padding behind its tokens. */
export function decoderIds(graph: Graph): Value {
  return graph.input("decoder_input_ids", "int64", DECODER_TEXT);
}

/** int64 [batch, length]: 0 for the first text, 1 for the second. */
export function segmentInput(graph: Graph): Value {
  return graph.input("token_type_ids", "int64", TEXT);
}

/** float32 [batch, channels, height, width]; pictures may have any size if none is given. */
export function pictureInput(
  graph: Graph,
  nChannels: number,
  [height, width]: readonly [Dim, Dim] = ["height", "width"],
): Value {
  return graph.input("pixel_values", "float", ["batch_size", nChannels, height, width]);
}

/** float32 [batch, bands, frames]: a spectrogram. */
export function soundInput(graph: Graph, nBands: number, nFrames: number): Value {
  return graph.input("input_features", "float", ["batch_size", nBands, nFrames]);
}
