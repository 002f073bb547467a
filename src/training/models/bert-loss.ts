/** How BERT is trained: it guesses the masked words. */
import type { Graph, Value } from "#pipeline/graph/graph.ts";
import { reshape } from "#pipeline/graph/layout.ts";
import { lookUp } from "#pipeline/graph/lookup.ts";
import { crossEntropy } from "../gradients/cross-entropy.ts";
import type { BuildLoss } from "../optimizer/training-step.ts";
import { bertModel, bertWords } from "./bert.ts";
import type { BertSize } from "./sizes.ts";

/** The sizes of a batch: rows, tokens per row, and tokens to guess in all rows together. */
export interface BertBatchShape {
  readonly nRows: number;
  readonly length: number;
  readonly nGuesses: number;
}

/**
 * Batches: `ids` and `segments` int64 [nRows, length], `mask` float32 [nRows, 1, 1, length] added to scores, `places`
 * int64 [nGuesses], indices into the batch as one row of tokens, `targets` int64 and `weights` float32 [nGuesses].
 */
export function bertLoss(size: BertSize, { nRows, length, nGuesses }: BertBatchShape): BuildLoss {
  return (training) => {
    const { graph } = training;
    const ids = graph.input("ids", "int64", [nRows, length]);
    const segments = graph.input("segments", "int64", [nRows, length]);
    const mask = graph.input("mask", "float", [nRows, 1, 1, length]);
    const [places, targets] = ["places", "targets"].map((name) => graph.input(name, "int64", [nGuesses]));
    const weights = graph.input("weights", "float", [nGuesses]);
    const states = bertModel(training, size, { ids, segments, mask });
    const rows = reshape(graph, states, [nRows * length, size.width]);
    // Only tokens to guess go through the widest product.
    const logits = bertWords(training, lookUp(graph, rows, places!));
    return {
      loss: crossEntropy(graph, logits, targets!, weights),
      watched: { accuracy: accuracy(graph, logits, targets!, weights) },
    };
  };
}

/** Weighted share of rows whose highest logit is the target's; it has no gradient. */
export function accuracy(graph: Graph, logits: Value, targets: Value, weights: Value): Value {
  const best = graph.node("ArgMax", [logits], targets.shape, { axis: -1, keepdims: 0 });
  const isRight = graph.node("Equal", [best, targets], targets.shape);
  const right = graph.node("Cast", [isRight], targets.shape, { to: 1 });
  const weighted = graph.node("Mul", [right, weights], targets.shape);
  return graph.node("ReduceSum", [weighted], [], { keepdims: 0 });
}
