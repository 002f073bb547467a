import { projector } from "../projector.ts";

/** Principal components themselves: exact, linear, and what the other methods start from. */
export const pcaProjector = projector({
  method: "pca",
  options: {},
  needs: {},
  prepare:
    ({ start }) =>
    (dim) =>
      start(dim, 1),
});
