/** Cuts a graph of ours into parts that run one after the other: one layer's weights are in memory at a time. */
import type { Marks } from "../../architectures/marks.ts";
import { deriveModel, type Cuts, type Wanted } from "../file/derive-model.ts";
import type { OnnxModel } from "../file/onnx-graph.ts";
import { replayOutputs, type BlockRun } from "../run/block-run.ts";

export interface PlannedPart {
  /** Its blocks, as places in the list of all. */
  readonly places: readonly number[];
  /** Tensors that earlier parts may have computed. */
  readonly cuts: Cuts;
  /** Names of the cuts that later parts need of this one. */
  readonly makes: readonly string[];
  /** Names of the cuts that later parts need, of this part or an earlier one. */
  readonly keeps: readonly string[];
}

/**
 * @param runs How each of the blocks that are wanted is run. @param nCutsBefore For each, the number of cuts in front of it.
 * @returns The parts in the order of computation; what no wanted block depends on is not run.
 */
export function planParts(
  model: OnnxModel,
  { attention, cuts }: Marks,
  runs: readonly BlockRun[],
  nCutsBefore: readonly number[],
): PlannedPart[] {
  // Attention that is not wanted may compute what wanted attention depends on.
  const starts = [...new Set(attention.map((marked) => marked.nCutsBefore))].sort((a, b) => a - b);
  const parts: PlannedPart[] = [];
  let later = new Set<string>();
  for (const [i, start] of [...starts.entries()].reverse()) {
    const first = i === 0 ? 0 : start;
    const fed = new Map(cuts.slice(0, first).map(({ name, shape }) => [name, shape]));
    const own = cuts.slice(first, starts[i + 1] ?? first).map(({ name }) => name);
    const makes = own.filter((name) => later.has(name));
    const places = nCutsBefore.flatMap((n, place) => (n === start ? [place] : []));
    if (makes.length === 0 && places.length === 0) continue;
    parts.unshift({ places, cuts: fed, makes, keeps: [...later] });
    const wanted: Wanted[] = [
      ...makes.map((tensor) => ({ tensor, output: cutOutput(tensor) })),
      ...places.flatMap((place) => runs[place]!.outputs),
      ...replayOutputs(places.map((place) => runs[place]!)),
    ];
    const { inputs } = deriveModel(model, wanted, fed);
    later = new Set([
      ...[...later].filter((name) => fed.has(name)),
      ...[...fed.keys()].filter((name) => inputs.has(name)),
    ]);
  }
  return parts;
}

/** The output of a part that holds a cut. */
export function cutOutput(tensor: string): string {
  return `headland.cut.${tensor}`;
}
