/** Sizes of inputs that the graph fixes. */
import type { OnnxInput } from "../file/onnx-graph.ts";

/** The size of an axis; undefined if the file leaves it open. */
export function fixedSize(dim: number | string | undefined): number | undefined {
  return typeof dim === "number" && dim > 0 ? dim : undefined;
}

/** Inputs whose first axis counts sequences, if they have one axis more than a single sequence. */
const COUNTED =
  /^(decoder_)?(input_ids|attention_mask|padding_mask)$|^(pixel_values|input_features|input_values)$/;

/** The fixed number of sequences that a model takes at once, if it is fixed; 1 if the model has no axis for them. */
export function fixedBatch(inputs: readonly OnnxInput[]): number | undefined {
  for (const { role = "", dims, picture } of inputs) {
    if (!COUNTED.test(role) || dims.length === 0) continue;
    if (dims.length === 1 || picture?.hasBatch === false) return 1;
    const size = fixedSize(dims[0]);
    if (size !== undefined) return size;
  }
  return undefined;
}

/** Inputs whose last axis counts tokens. */
const TOKENS = /^(input_ids|attention_mask|padding_mask|token_type_ids|position_ids)$/;

/** The fixed number of tokens that a model takes per sequence, if it is fixed. */
export function fixedLength(inputs: readonly OnnxInput[], isDecoder = false): number | undefined {
  for (const { role = "", dims } of inputs) {
    const own = isDecoder ? role.replace(/^decoder_/, "") : role;
    const size = TOKENS.test(own) && (!isDecoder || own !== role) ? fixedSize(dims.at(-1)) : undefined;
    if (size !== undefined) return size;
  }
  return undefined;
}

/**
 * The shape of an empty cache: one open axis counts sequences; the other open axes are lengths, which are 0.
 *
 * @returns undefined if the graph fixes all axes, so that the cache cannot be empty.
 */
export function emptyCache({ dims }: OnnxInput, batch: number): number[] | undefined {
  const open = dims.flatMap((dim, axis) => (fixedSize(dim) === undefined ? [axis] : []));
  const named = open.find((axis) => String(dims[axis]).includes("batch"));
  const first = open.includes(0) || open.length > 1 ? open[0] : undefined;
  const counting = named ?? first;
  const sizes = dims.map((dim, axis) => fixedSize(dim) ?? (axis === counting ? batch : 0));
  return sizes.includes(0) ? sizes : undefined;
}
