/** Diameters of points that depend on the length of their vectors. */

/** The shortest vector gets half the usual diameter, the longest 1.8 times it. */
const [SMALLEST, LARGEST] = [0.5, 1.8];

/**
 * Factors on the diameters of points. The area grows with the norm, because readers compare areas.
 *
 * @param norms [n], at least 0.
 */
export function sizesOf(norms: Float32Array): Float32Array {
  const min = norms.reduce((a, b) => Math.min(a, b), Infinity);
  const max = norms.reduce((a, b) => Math.max(a, b), -Infinity);
  const share = (norm: number): number => (max > min ? (norm - min) / (max - min) : 0.25);
  return norms.map((norm) => Math.sqrt(SMALLEST ** 2 + (LARGEST ** 2 - SMALLEST ** 2) * share(norm)));
}
