/** The layout of pictures in their input. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxInput, PictureLayout } from "../file/onnx-graph.ts";
import { fixedSize } from "./feed-shapes.ts";

const isChannels = (dim: number | string | undefined): boolean => dim === 1 || dim === 3 || dim === 4;

/** @param input An input of three or four axes. */
export function layoutOf(graph: GraphIndex, { name, dims }: OnnxInput): PictureLayout {
  const hasBatch = dims.length !== 3 || !(isChannels(dims[0]) || isChannels(dims[2]));
  if (dims.length === 3 && hasBatch) return { channels: "none", nChannels: 1, hasBatch };
  const [first, last] = hasBatch ? [dims[1], dims[3]] : [dims[0], dims[2]];
  const isLast = isChannels(first) ? false : isChannels(last) || turnsChannels(graph, name, hasBatch);
  const nChannels = fixedSize(isLast ? last : first) ?? kernelChannels(graph, name);
  return { channels: isLast ? "last" : "first", hasBatch, ...(nChannels === undefined ? {} : { nChannels }) };
}

/** TensorFlow exports move the channels to the front before they use a picture. */
function turnsChannels(graph: GraphIndex, name: string, hasBatch: boolean): boolean {
  const perm = hasBatch ? "0,3,1,2" : "2,0,1";
  const consumers = graph.consumers(name);
  return (
    consumers.length > 0 &&
    consumers.every(
      ({ opType, attributes }) => opType === "Transpose" && attributes.get("perm")?.ints?.join() === perm,
    )
  );
}

function kernelChannels(graph: GraphIndex, name: string): number | undefined {
  for (const { opType, inputs, attributes } of graph.consumers(name)) {
    if (opType !== "Conv" || inputs[0] !== name || (attributes.get("group")?.i ?? 1) !== 1) continue;
    return graph.constant(inputs[1] ?? "")?.dims[1];
  }
  return undefined;
}
