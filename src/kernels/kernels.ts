// The kernels' one door: what `src/math/kernels.ts` calls.
export { allocate } from "./memory";
export { nearestNeighbors } from "./neighbors";
export { fuzzySet, perplexityWeights, sharpenRows } from "./affinities";
export { umapLayout } from "./umap-layout";
export { tsne } from "./tsne";
