/** Fills inputs with token ids, segments, positions or masks, in the axes that each input has. */
import { isFloatInput } from "../../onnx/feeds/fed-types.ts";
import { fixedSize } from "../../onnx/feeds/feed-shapes.ts";
import { feedTensor, type Runtime } from "../../onnx/feeds/feed-tensor.ts";
import type { OnnxInput } from "../../onnx/file/onnx-graph.ts";
import type { Tensor } from "../../onnx/runtime.ts";
import type { EncodedSequence } from "../encoded-dataset.ts";

/** Added to the scores of hidden keys: far below all other scores, and within float16. */
const LOWEST = -1e4;

/** Padding is 0. @param length Number of tokens per row. @returns undefined for an input that does not hold tokens. */
export function fillTokens(
  runtime: Runtime,
  input: OnnxInput,
  sequences: readonly EncodedSequence[],
  length: number,
): Tensor | undefined {
  const value = valueOf(input);
  if (value === undefined) return undefined;
  const axes = axesOf(input, sequences.length, length);
  const dims = axes.isTurned ? axes.dims.toReversed() : axes.dims;
  const nRows = axes.dims.at(-2) ?? 1;
  const size = dims.reduce((a, b) => a * b, 1);
  // Leading axes repeat the rows: positions in time, in height and in width are all the position of the token.
  const values = Array.from({ length: size }, (_, at) => {
    const [row, i] = axes.isTurned
      ? [at % nRows, Math.floor(at / nRows)]
      : [Math.floor(at / length) % nRows, at % length];
    return value(sequences[row]!, i);
  });
  return feedTensor(runtime, input, dims, values);
}

function valueOf({ role }: OnnxInput): ((sequence: EncodedSequence, i: number) => number) | undefined {
  switch (role) {
    case "input_ids":
    case "decoder_input_ids":
      return ({ ids }, i) => ids[i] ?? 0;
    case "token_type_ids":
      return ({ typeIds }, i) => typeIds[i] ?? 0;
    case "position_ids":
    case "decoder_position_ids":
      return (_, i) => i;
    default:
      return undefined;
  }
}

interface Axes {
  /** […, sequences, length], or [length] without an axis for sequences. */
  readonly dims: readonly number[];
  /** Whether the graph has the two axes in reverse order. */
  readonly isTurned?: boolean;
}

function axesOf({ dims, role }: OnnxInput, nSequences: number, length: number): Axes {
  const isPlaces = role?.endsWith("position_ids") ?? false;
  if (dims.length === 1) return { dims: [length] };
  if (isPlaces && fixedSize(dims.at(-2)) === 1 && dims.length === 2) return { dims: [1, length] };
  const ahead = dims.slice(0, Math.max(0, dims.length - 2)).map((dim) => fixedSize(dim) ?? 1);
  const isTurned = dims.length === 2 && isBatch(dims[1]) && !isBatch(dims[0]);
  return { dims: [...ahead, nSequences, length], isTurned };
}

const isBatch = (dim: number | string | undefined): boolean => String(dim).toLowerCase().includes("batch");

export interface MaskOptions {
  readonly length: number;
  /** Whether tokens may not see later ones, if the mask has an axis for queries. */
  readonly isCausal: boolean;
}

/**
 * 1 for tokens. With three or four axes, [sequences, (heads,) queries, keys], the mask is a float that is added to the
 * scores: 0 for visible keys.
 */
export function fillMask(
  runtime: Runtime,
  input: OnnxInput,
  sequences: readonly EncodedSequence[],
  { length, isCausal }: MaskOptions,
): Tensor | undefined {
  const { dims, role } = input;
  const isSeen = (row: number, key: number): boolean => key < sequences[row]!.ids.length;
  const hasQueries = dims.length > 2 && fixedSize(dims.at(-2)) !== 1;
  const nQueries = hasQueries ? length : 1;
  const nHeads = dims.length > 3 ? (fixedSize(dims[1]) ?? 1) : 1;
  const isAdded = dims.length > 2 && isFloatInput(input);
  const [yes, no] = role?.endsWith("padding_mask") ? [0, 1] : isAdded ? [0, LOWEST] : [1, 0];
  const size = sequences.length * nHeads * nQueries * length;
  const values = Array.from({ length: size }, (_, at) => {
    const [key, query] = [at % length, Math.floor(at / length) % nQueries];
    const row = Math.floor(at / (length * nQueries * nHeads));
    return isSeen(row, key) && !(isCausal && hasQueries && key > query) ? yes : no;
  });
  return feedTensor(
    runtime,
    input,
    maskAxes(dims.length, [sequences.length, nHeads, nQueries, length]),
    values,
  );
}

/** @param sizes Numbers of sequences, heads, queries and keys. */
function maskAxes(
  rank: number,
  [nSequences, nHeads, nQueries, length]: readonly [number, number, number, number],
): number[] {
  if (rank === 1) return [length];
  if (rank === 3) return [nSequences, nQueries, length];
  return rank === 4 ? [nSequences, nHeads, nQueries, length] : [nSequences, length];
}
