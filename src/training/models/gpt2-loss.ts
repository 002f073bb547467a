/** How GPT-2 is trained: every token of a row but the last predicts the next one. */
import { crossEntropy } from "../graph/cross-entropy.ts";
import { reshape } from "../graph/layout.ts";
import type { BuildLoss } from "../optimizer/training-step.ts";
import { gpt2Logits, type Gpt2Size } from "./gpt2.ts";

/** Lower than any score, and the sum of two is still finite. */
export const HIDDEN = -1e9;

/** Batches: `ids` int64 [nRows, length], `targets` int64 and `weights` float32 [nRows × length]. */
export function gpt2Loss(size: Gpt2Size, nRows: number, length: number): BuildLoss {
  return (building) => {
    const { graph } = building;
    const ids = graph.input("ids", "int64", [nRows, length]);
    const targets = graph.input("targets", "int64", [nRows * length]);
    const weights = graph.input("weights", "float", [nRows * length]);
    const hidden = Array.from({ length: length ** 2 }, (_, i) => (i % length > i / length ? HIDDEN : 0));
    const mask = graph.floats(hidden, [length, length]);
    const logits = gpt2Logits(building, size, ids, mask);
    const flat = reshape(graph, logits, [nRows * length, size.nVocabulary]);
    return { loss: crossEntropy(graph, flat, targets, weights) };
  };
}
