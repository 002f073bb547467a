import { projector } from "../projector.ts";

/** The principal components: exact and linear. The other methods start from them. */
export const pcaProjector = projector({
  method: "pca",
  options: {},
  needs: {},
  prepare:
    ({ start }) =>
    (dim) =>
      start(dim, 1),
});
