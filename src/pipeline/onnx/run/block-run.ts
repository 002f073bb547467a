/**
 * How a block is run: which tensors to ask the derived model for, and what is made of them. Attention in separate nodes,
 * heads side by side and attention inside one operator each do it in their own way.
 */
import type { Wanted } from "../file/derive-model.ts";
import type { BlockCapture } from "./block-capture.ts";
import type { BlockReplay } from "./block-replay.ts";
import type { Tensor } from "./tensor.ts";

/** Reads an output of the derived model by its name. */
export type ReadOutput = (name: string) => Tensor;

export interface BlockRun {
  /** What to ask for, for queries, keys and weights. */
  readonly outputs: readonly Wanted[];
  /** Tensors of the graph that a replay reads besides; blocks may share them, as they do a mask. */
  readonly operands: readonly string[];
  /** What else to ask for, for a replay. */
  readonly replayOutputs: readonly Wanted[];
  /** @param batch Number of sequences that were fed. @throws {RangeError} if the shapes do not match. */
  readonly read: (read: ReadOutput, batch: number) => BlockCapture;
  /** Recomputes the weights from queries and keys. @throws {RangeError} as `read` does. */
  readonly replay: (read: ReadOutput, batch: number) => BlockReplay;
}

/** The output that holds an operand of a replay. */
export function operandOutput(tensor: string): string {
  return `headland.operand.${tensor}`;
}

/** All that a replay of several blocks asks for besides; an operand that they share is asked for once. */
export function replayOutputs(runs: readonly BlockRun[]): Wanted[] {
  const shared = new Set(runs.flatMap(({ operands }) => operands));
  return [
    ...[...shared].map((tensor) => ({ tensor, output: operandOutput(tensor) })),
    ...runs.flatMap((run) => run.replayOutputs),
  ];
}

/** Operands of a replay, by the name of their tensor. */
export function readOperands(tensors: readonly string[], read: ReadOutput): Map<string, Tensor> {
  return new Map(tensors.map((tensor) => [tensor, read(operandOutput(tensor))]));
}
