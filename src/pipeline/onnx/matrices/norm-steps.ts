/** How norms stand in graphs: as one node, or in steps. */

/** Steps of a norm. */
export const NORM_STEPS: readonly string[] =
  "LayerNormalization SimplifiedLayerNormalization RMSNormalization Sub Div Mul Add Pow Sqrt ReduceMean Reciprocal Cast Identity Dropout Reshape".split(
    " ",
  );

/** Where the gain of a norm in one node stands among its inputs. */
export const GAIN: ReadonlyMap<string, number> = new Map([
  ["LayerNormalization", 1],
  ["SimplifiedLayerNormalization", 1],
  ["RMSNormalization", 1],
  ["SkipLayerNormalization", 2],
  ["SkipSimplifiedLayerNormalization", 2],
]);
