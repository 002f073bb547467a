// The kernels' one door: what `src/math/kernels.ts` calls.
export { allocate } from "./memory";
export { nearestNeighbors } from "./neighbors";
export { fuzzySet, perplexityWeights, sharpenRows } from "./affinities";
export { umapLayout } from "./umap-layout";
export { mapRanks, spaceRanks } from "./ranks";
export { tsne } from "./tsne";
