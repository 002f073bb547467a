/**
 * How a block is run: which tensors to ask the derived model for, and what is made of them. Attention in separate nodes,
 * heads side by side and attention inside one operator each do it in their own way.
 */
import type { Wanted } from "../file/derive-model.ts";
import type { BlockCapture } from "./block-capture.ts";
import type { ReplayedBlock } from "./block-replay.ts";
import type { Tensor } from "./tensor.ts";

/** Reads an output of the derived model by its name. */
export type ReadOutput = (name: string) => Tensor;

export interface BlockRun {
  /** Outputs of the derived model for queries, keys and weights. */
  readonly outputs: readonly Wanted[];
  /** Further tensors of the graph for a replay; blocks may share them, for example a mask. */
  readonly operands: readonly string[];
  /** Further outputs for a replay. */
  readonly replayOutputs: readonly Wanted[];
  /** @param batch Number of sequences in the batch. @throws {RangeError} if the shapes do not match. */
  readonly read: (read: ReadOutput, batch: number) => BlockCapture;
  /** Reads as `read` does, and recomputes the weights from queries and keys. @throws {RangeError} as `read` does. */
  readonly replay: (read: ReadOutput, batch: number) => ReplayedBlock;
}

/** The output that holds an operand of a replay. */
export function operandOutput(tensor: string): string {
  return `headland.operand.${tensor}`;
}

/** All further outputs for a replay of several blocks; a shared operand occurs once. */
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
