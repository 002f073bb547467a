/** How GPT-2 is trained: every token of a row but the last predicts the next one. */
import { HIDDEN } from "#pipeline/architectures/parts/masks.ts";
import { reshape } from "#pipeline/graph/layout.ts";
import { crossEntropy } from "../gradients/cross-entropy.ts";
import type { BuildLoss } from "../optimizer/training-step.ts";
import { gpt2Logits } from "./gpt2.ts";
import type { Gpt2Size } from "./sizes.ts";

/** Batches: `ids` int64 [nRows, length], `targets` int64 and `weights` float32 [nRows × length]. */
export function gpt2Loss(size: Gpt2Size, nRows: number, length: number): BuildLoss {
  return (training) => {
    const { graph } = training;
    const ids = graph.input("ids", "int64", [nRows, length]);
    const targets = graph.input("targets", "int64", [nRows * length]);
    const weights = graph.input("weights", "float", [nRows * length]);
    const hidden = Array.from({ length: length ** 2 }, (_, i) => (i % length > i / length ? HIDDEN : 0));
    const mask = graph.floats(hidden, [length, length]);
    const logits = gpt2Logits(training, size, ids, [mask]);
    const flat = reshape(graph, logits, [nRows * length, size.nVocabulary]);
    return { loss: crossEntropy(graph, flat, targets, weights) };
  };
}
