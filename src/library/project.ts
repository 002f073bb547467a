/**
 * `headland/project`: maps of vectors, and measures of how far they can be trusted, on plain typed arrays, in Node and in a
 * browser. The same input gives the same bytes on every machine.
 */
export { loadKernels } from "../math/load-kernels.ts";
export { seedFrom } from "../math/random.ts";
export { ShapeError } from "../math/shape-error.ts";
export { alignHead, attentionMap } from "./project/attention-map.ts";
export { pca, tsne, umap } from "./project/maps.ts";
export { headMapQuality, mapQuality } from "./project/quality.ts";

export type { Alignment } from "../math/align.ts";
export type { Kernels, Metric } from "../math/kernels.ts";
export type { KernelSource } from "../math/load-kernels.ts";
export type { Patterns } from "../math/pattern-rows.ts";
export type { AlignOptions, AttentionMapOptions } from "./project/attention-map.ts";
export type { Head } from "./project/check-input.ts";
export type { MapOptions, PcaOptions, TsneOptions, UmapOptions } from "./project/maps.ts";
export type {
  HeadMapMeasures,
  HeadMapQuality,
  MapMeasures,
  MapQuality,
  QualityOptions,
} from "./project/quality.ts";
