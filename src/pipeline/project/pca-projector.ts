import { pcaStart, type Projector } from "./projector.ts";

/** Principal components themselves: exact, linear, and what the other methods start from. */
export const pcaProjector: Projector = {
  method: "pca",
  prepare:
    ({ pca }) =>
    (dim) =>
      pcaStart(pca, dim, 1),
};
