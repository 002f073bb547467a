/**
 * How ViT is trained: CLS predicts shape, color and texture of the main object. A helper, which the exported model lacks,
 * predicts for every patch which shape lies on it, or none: without it, shapes are learned very slowly.
 */
import { dense } from "#pipeline/architectures/parts/layers.ts";
import { add, multiply } from "#pipeline/graph/arithmetic.ts";
import type { Value } from "#pipeline/graph/graph.ts";
import { reshape } from "#pipeline/graph/layout.ts";
import { crossEntropy } from "../gradients/cross-entropy.ts";
import type { BuildLoss } from "../optimizer/training-step.ts";
import { accuracy } from "./bert-loss.ts";
import { bias, table, type Parameter } from "./parameter.ts";
import type { VitSize } from "./sizes.ts";
import { asBuilding } from "./training.ts";
import { PATCH_KERNEL, vitClasses, vitModel } from "./vit.ts";

/** Number of shapes, colors and textures, in the order that class numbers follow. */
export type PartSizes = Readonly<Record<"shape" | "color" | "texture", number>>;

export function vitHeads({ width }: VitSize, parts: PartSizes): Parameter[] {
  return [
    ...Object.entries(parts).flatMap(([name, n]) => [
      table(`classifier.${name}.weight`, width, n),
      bias(`classifier.${name}.bias`, n),
    ]),
    table("helper.weight", width, parts.shape + 1),
    bias("helper.bias", parts.shape + 1),
  ];
}

/**
 * Batches: `patches` float32 [nRows, nPatches, 3 × patch × patch]; `shape`, `color`, `texture` int64 [nRows];
 * `tokenShapes` int64 [nRows × (1 + nPatches)], 0 for none; `helperWeight` float32 [1], the weight of the helper's loss.
 */
export function vitLoss(size: VitSize, parts: PartSizes, nRows: number): BuildLoss {
  const nPatches = (size.sizePx / size.patchSizePx) ** 2;
  return (training) => {
    const { graph } = training;
    const building = asBuilding(training);
    const patches = graph.input("patches", "float", [nRows, nPatches, 3 * size.patchSizePx ** 2]);
    const helperWeight = graph.input("helperWeight", "float", [1]);
    const states = vitModel(training, size, dense(building, PATCH_KERNEL, patches, size.width));
    const evenly = (n: number): Value =>
      graph.floats(
        Array.from({ length: n }, () => 1 / n),
        [n],
      );
    const watched: Record<string, Value> = {};
    const losses = Object.entries(parts).map(([name, n]) => {
      const targets = graph.input(name, "int64", [nRows]);
      const logits = vitClasses(training, `classifier.${name}`, states, n);
      watched[`${name} right`] = accuracy(graph, logits, targets, evenly(nRows));
      return crossEntropy(graph, logits, targets, evenly(nRows));
    });
    const all = nRows * (nPatches + 1);
    const perToken = dense(building, "helper", reshape(graph, states, [all, size.width]), parts.shape + 1);
    // CLS lies on no patch, so it has no target.
    const asked = Array.from({ length: all }, (_, i) =>
      i % (nPatches + 1) === 0 ? 0 : 1 / (nRows * nPatches),
    );
    const helper = crossEntropy(
      graph,
      perToken,
      graph.input("tokenShapes", "int64", [all]),
      graph.floats(asked, [all]),
    );
    const helped = multiply(graph, reshape(graph, helper, [1]), helperWeight);
    const own = losses.reduce((sum, loss) => add(graph, sum, loss));
    return {
      loss: reshape(graph, add(graph, reshape(graph, own, [1]), helped), []),
      watched: { ...watched, helper },
    };
  };
}
