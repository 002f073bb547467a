/** Stacks prepared pictures or spectrograms into one tensor, in the layout of their input. */
import { fixedSize } from "../../onnx/feeds/feed-shapes.ts";
import { feedTensor, type Runtime } from "../../onnx/feeds/feed-tensor.ts";
import type { OnnxInput } from "../../onnx/file/onnx-graph.ts";
import type { Tensor } from "../../onnx/runtime.ts";
import type { EncodedSequence, Pixels } from "../encoded-dataset.ts";
import { wrongSize } from "./unfit-inputs.ts";

/**
 * @returns undefined if the sequences have no prepared data, or data with another number of axes.
 * @throws {ModelError} if its size differs from the one that the graph fixes.
 */
export async function stackPixels(
  runtime: Runtime,
  input: OnnxInput,
  sequences: readonly EncodedSequence[],
  modelPath: string,
): Promise<Tensor | undefined> {
  const prepared: Pixels[] = [];
  for (const { pixels } of sequences) if (pixels) prepared.push(arrange(await pixels(), input));
  const [first] = prepared;
  if (first === undefined || prepared.length !== sequences.length) return undefined;
  const dims = input.picture?.hasBatch === false ? [...first.dims] : [prepared.length, ...first.dims];
  if (input.role === "pixel_mask")
    return feedTensor(runtime, input, dims, new Uint8Array(size(dims)).fill(1));
  if (input.dims.length > 0 && input.dims.length !== dims.length) return undefined;
  if (input.dims.some((dim, axis) => (fixedSize(dim) ?? dims[axis]) !== dims[axis]))
    throw wrongSize(input, modelPath, dims);
  const data = new Float32Array(size(dims));
  prepared.forEach((picture, i) => {
    data.set(picture.data, i * first.data.length);
  });
  return feedTensor(runtime, input, dims, data);
}

const size = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);

/** [channels, height, width] or [bands, frames] → the axes of the input, without the batch axis. */
function arrange(pixels: Pixels, { role, dims, picture }: OnnxInput): Pixels {
  if (role === "input_features" && pixels.dims.length === 2) return turnFrames(pixels, dims);
  const [nChannels = 1, height = 1, width = 1] = pixels.dims;
  if (role === "pixel_mask") return { data: new Float32Array(height * width), dims: [height, width] };
  if (pixels.dims.length !== 3 || picture === undefined) return pixels;
  if (picture.channels === "none" && nChannels === 1) return { data: pixels.data, dims: [height, width] };
  if (picture.channels !== "last") return pixels;
  const data = new Float32Array(pixels.data.length);
  const nPixels = height * width;
  for (let channel = 0; channel < nChannels; channel++)
    for (let i = 0; i < nPixels; i++) data[i * nChannels + channel] = pixels.data[channel * nPixels + i]!;
  return { data, dims: [height, width, nChannels] };
}

/** Some models expect frames before bands; the sizes that the graph fixes show this. */
function turnFrames(pixels: Pixels, dims: readonly (number | string)[]): Pixels {
  const [nBands = 1, nFrames = 1] = pixels.dims;
  const [first, second] = dims.slice(-2).map(fixedSize);
  const fits = (a: number, b: number): boolean => (first ?? a) === a && (second ?? b) === b;
  if (fits(nBands, nFrames) || !fits(nFrames, nBands)) return pixels;
  const data = Float32Array.from(
    pixels.data,
    (_, i) => pixels.data[(i % nBands) * nFrames + Math.floor(i / nBands)]!,
  );
  return { data, dims: [nFrames, nBands] };
}
