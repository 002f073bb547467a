/** Inspects a HeadVis tree: what an atlas of it would show. Every file is read. */
import { counted } from "#atlas/counted.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import { readTree } from "../patterns/read-tree.ts";
import { treeFiles, type TreeSource } from "../patterns/tree-files.ts";

export interface PatternsInspection {
  readonly path: string;
  /** What the tree says of itself; null where it says nothing. */
  readonly model: string | null;
  readonly dataset: string | null;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly first: string;
  readonly last: string;
  /** Of all heads together. */
  readonly nSequences: number;
  /** Tokens. */
  readonly longest: number;
  readonly numbers: readonly string[];
  readonly warnings: readonly string[];
}

/** @throws {UserError} with all that is wrong with the tree. */
export async function inspectPatterns(source: TreeSource): Promise<PatternsInspection> {
  const tree = await treeFiles(source);
  let longest = 0;
  const { heads, numbers, warnings } = await readTree(tree, (_, { sequences }) => {
    for (const { tokens } of sequences) longest = Math.max(longest, tokens.length);
    return Promise.resolve();
  });
  const names = heads.map(formatHead);
  return {
    path: tree.folder,
    model: tree.config.model_name ?? null,
    dataset: tree.config.dataset_name ?? tree.config.pipeline_config?.dataset_name ?? null,
    nLayers: new Set(heads.map(({ layer }) => layer)).size,
    nHeads: heads.length,
    first: names[0] ?? "",
    last: names[names.length - 1] ?? "",
    nSequences: heads.reduce((sum, { nSequences }) => sum + nSequences, 0),
    longest,
    numbers: numbers.map(({ name }) => name),
    warnings: [...tree.warnings, ...warnings],
  };
}

export function printPatterns(found: PatternsInspection): string[] {
  const { path, model, dataset, nLayers, nHeads, first, last, nSequences, longest, numbers } = found;
  return [
    path,
    `  HeadVis ${model ?? "a model without a name"} on ${dataset ?? "a dataset without a name"}; patterns and numbers, no vectors, so no maps`,
    `  heads   ${counted(nHeads, "head")} in ${counted(nLayers, "layer")}, ${first} to ${last}`,
    `  text    ${counted(nSequences, "sampled sequence")}, the longest of ${counted(longest, "token")}`,
    `  numbers ${numbers.join(", ")}`,
    ...found.warnings.map((warning) => `  note    ${warning}`),
  ];
}
