/** Inspects files of vectors: what an atlas of them would show. Every number is read. */
import { counted } from "#atlas/counted.ts";
import type { Tell } from "../guard/step-board.ts";
import { runAt } from "../vectors/open-run.ts";
import { pairStarts } from "../vectors/encode-run.ts";

export interface VectorInspection {
  readonly path: string;
  readonly files: readonly string[];
  readonly nTokens: number;
  readonly nSequences: number;
  readonly longest: number;
  readonly layers: readonly {
    readonly layer: number;
    readonly nHeads: number;
    readonly nKvHeads: number;
    readonly dHead: number;
    readonly scale: number;
    readonly weights: "given" | "computed";
  }[];
  readonly nHeads: number;
  readonly isCausal: boolean | null;
  readonly labels: readonly string[];
  readonly warnings: readonly string[];
}

/** @throws {UserError} with all that is wrong with the files, or with the first number that cannot be drawn. */
export async function inspectVectors(paths: readonly string[], tell: Tell): Promise<VectorInspection> {
  const path = paths.join(", ");
  tell({ of: "model", where: path, doing: "reading the file of vectors" });
  const run = await runAt(paths);
  try {
    const { starts, layers } = run;
    const nSequences = starts.length - 1;
    const lengths = Array.from({ length: nSequences }, (_, s) => starts[s + 1]! - starts[s]!);
    const pairs = pairStarts(starts);
    for (const [layer, { nHeads, nKvHeads, queries, keys, weights, valueNorms }] of layers.entries()) {
      tell({ of: "model", where: path, doing: `reading layer ${layer} of ${layers.length}` });
      for (let head = 0; head < nHeads; head++) {
        for (const [s, length] of lengths.entries()) {
          queries(head, starts[s]!, length);
          if (head < nKvHeads) keys(head, starts[s]!, length);
          weights?.(head, pairs[s]!, length * length);
          valueNorms?.(head, starts[s]!, length);
        }
      }
    }
    return {
      path,
      files: paths,
      nTokens: run.tokens.length,
      nSequences,
      longest: Math.max(...lengths),
      layers: layers.map(({ nHeads, nKvHeads, dHead, scale, weights }, layer) => ({
        ...{ layer, nHeads, nKvHeads, dHead, scale },
        weights: weights === null ? "computed" : "given",
      })),
      nHeads: layers.reduce((sum, { nHeads }) => sum + nHeads, 0),
      isCausal: run.isCausal,
      labels: [...run.sequenceLabels.keys(), ...run.tokenLabels.keys()],
      warnings: run.warnings,
    };
  } finally {
    run.close();
  }
}

export function printVectors(inspection: VectorInspection): string[] {
  const { path, nTokens, nSequences, longest, layers, nHeads, isCausal, labels, warnings } = inspection;
  const lines = [
    path,
    `  vectors ${counted(nTokens, "token")} in ${counted(nSequences, "sequence")}, the longest of ${longest}`,
    `  causal  ${isCausal === null ? "not said; the weights given show it" : isCausal ? "yes" : "no"}`,
    ...(labels.length === 0 ? [] : [`  labels  ${labels.join(", ")}`]),
    "",
    `  layers: ${counted(layers.length, "layer")}, ${counted(nHeads, "head")}`,
  ];
  const described = layers.map(({ nHeads: heads, nKvHeads, dHead, scale, weights }) => {
    const shared = nKvHeads < heads ? `, ${counted(nKvHeads, "key head")}` : "";
    return `${counted(heads, "head")} × ${dHead}${shared}, weights ${weights}, scale ${Number(scale.toPrecision(6))}`;
  });
  let from = 0;
  for (const [layer, text] of described.entries()) {
    if (described[layer + 1] === text) continue;
    lines.push(`    ${from === layer ? `L${layer}` : `L${from}–L${layer}`}  ${text}`);
    from = layer + 1;
  }
  return [...lines, ...warnings.map((warning) => `  note    ${warning}`)];
}
