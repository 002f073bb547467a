// The exports of the kernels, for `src/math/kernels.ts`.
export { allocate } from "./memory";
export { joinNeighbors, startJoin } from "./join-neighbors";
export { addNeighbors, nearestNeighbors, packOffsets, packPoints } from "./neighbors";
export { fuzzySet, perplexityWeights, sharpenRows } from "./affinities";
export { umapStart } from "./umap-forces";
export { umapEpoch } from "./umap-layout";
export { mapRanks, spaceRanks } from "./ranks";
export { tsne } from "./tsne";
