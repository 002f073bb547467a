/** ViT as a file for use: pictures → one logit per class. The helper is gone, and the three classifiers are merged. */
import { pictureInput } from "#pipeline/architectures/parts/inputs.ts";
import { patchRows } from "#pipeline/architectures/parts/vision/patches.ts";
import { Graph } from "#pipeline/graph/graph.ts";
import { bias, table, type Parameter } from "../models/parameter.ts";
import type { VitSize } from "../models/sizes.ts";
import { asBuilding } from "../models/training.ts";
import type { PartSizes } from "../models/vit-loss.ts";
import { PATCH_KERNEL, vitClasses, vitModel, vitParameters } from "../models/vit.ts";
import { storedWeights, type Storage } from "./stored-weights.ts";

/** An ONNX file with input `pixel_values` and output `logits`. */
export function exportVit(
  size: VitSize,
  parts: PartSizes,
  values: ReadonlyMap<string, Float32Array>,
  storage: Storage,
): Buffer {
  const { width, sizePx, patchSizePx } = size;
  const nClasses = parts.shape * parts.color * parts.texture;
  const graph = new Graph();
  const pixels = pictureInput(graph, 3, [sizePx, sizePx]);
  const stored: Parameter[] = [
    ...vitParameters(size).filter(({ name }) => name !== `${PATCH_KERNEL}.weight`),
    { ...table(`${PATCH_KERNEL}.weight`, width, 3), shape: [width, 3, patchSizePx, patchSizePx] },
    table("classifier.weight", width, nClasses),
    bias("classifier.bias", nClasses),
  ];
  const merged = new Map(values);
  merged.set(`${PATCH_KERNEL}.weight`, asKernel(values.get(`${PATCH_KERNEL}.weight`)!, width));
  merged.set("classifier.weight", mergeColumns(values, parts, "weight", width));
  merged.set("classifier.bias", mergeColumns(values, parts, "bias", 1));
  const training = { graph, parameters: storedWeights(graph, stored, merged, storage) };
  const sides = [patchSizePx, patchSizePx] as const;
  const patches = patchRows(asBuilding(training), PATCH_KERNEL, pixels, { width, sides });
  graph.output("logits", vitClasses(training, "classifier", vitModel(training, size, patches), nClasses));
  return graph.bytes();
}

/** [3 × patch × patch, width] → [width, 3, patch, patch]. */
function asKernel(matrix: Float32Array, width: number): Float32Array {
  const n = matrix.length / width;
  return Float32Array.from(matrix, (_, i) => matrix[(i % n) * width + Math.floor(i / n)]!);
}

/** The logit of a class is the sum of its shape's, color's and texture's, so its column is the sum of their columns. */
function mergeColumns(
  values: ReadonlyMap<string, Float32Array>,
  { shape, color, texture }: PartSizes,
  kind: "weight" | "bias",
  nRows: number,
): Float32Array {
  const part = (name: string): Float32Array => values.get(`classifier.${name}.${kind}`)!;
  const [shapes, colors, textures] = [part("shape"), part("color"), part("texture")];
  const nClasses = shape * color * texture;
  return Float32Array.from({ length: nRows * nClasses }, (_, i) => {
    const [row, { shape: s, color: c, texture: t }] = [
      Math.floor(i / nClasses),
      partsOf(i % nClasses, { shape, color, texture }),
    ];
    return shapes[row * shape + s]! + colors[row * color + c]! + textures[row * texture + t]!;
  });
}

/** The shape, color and texture of a class: textures change fastest, shapes slowest. */
export function partsOf(
  index: number,
  { color, texture }: PartSizes,
): Readonly<Record<keyof PartSizes, number>> {
  return {
    shape: Math.floor(index / (color * texture)),
    color: Math.floor(index / texture) % color,
    texture: index % texture,
  };
}
