/** Stage 4 for some layers of vectors that were captured elsewhere: what `capture-layers.ts` does for models. */
import { formatLayer } from "#atlas/files/layer-maps.ts";
import type { VectorRun } from "../vectors/vector-run.ts";
import type { LayerReport } from "./capture-layers.ts";
import { captureVectorLayers, reportVectors, type VectorInput } from "./capture-vectors.ts";
import type { CaptureOptions, CaptureReport } from "./capture.ts";

/** @param layers Names of those that are read. */
export async function captureSomeVectors(
  input: VectorInput,
  folder: string,
  layers: readonly string[],
  options: Pick<CaptureOptions, "tell" | "onBatch">,
): Promise<LayerReport[]> {
  const { heads, errors } = await captureVectorLayers(input, folder, options, (layer) =>
    layers.includes(formatLayer(layer)),
  );
  const byLayer = Map.groupBy(heads, ({ id }) => id.layer);
  return [...byLayer].map(([layer, own]) => ({
    layer: formatLayer({ layer }),
    heads: own,
    error: errors[layer]!,
    explained: [],
    notFinite: [],
    isUnderstood: true,
  }));
}

/** The report that a capture of all vectors would have made. @param layers All, in any order. */
export function joinVectors(run: VectorRun, layers: readonly LayerReport[]): CaptureReport {
  const byName = new Map(layers.map((report) => [report.layer, report]));
  const inOrder = run.layers.flatMap((_, layer) => byName.get(formatLayer({ layer })) ?? []);
  return reportVectors(
    run,
    inOrder.flatMap(({ heads }) => heads),
    inOrder.map(({ error }) => error),
  );
}
