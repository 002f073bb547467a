/**
 * UMAP's low-dimensional curve 1 / (1 + a d²ᵇ), fitted by damped least squares to 1 below `minDist` and to
 * exp(minDist − d) beyond, over 300 distances up to 3, as umap-learn's find_ab_params with spread 1.
 */
export function fitUmapCurve(minDist: number): { a: number; b: number } {
  const distances = Array.from({ length: 300 }, (_, i) => (i / 299) * 3);
  const goals = distances.map((d) => (d < minDist ? 1 : Math.exp(minDist - d)));
  let [a, b] = [1, 1];
  let damping = 1e-3;
  let error = misfit(distances, goals, a, b);
  // Every accepted step reduces the error; if none does, damping grows until the step is negligible.
  while (damping < 1e12) {
    const [da, db] = dampedStep(distances, goals, a, b, damping);
    const next = misfit(distances, goals, a + da, b + db);
    if (next < error) {
      a += da;
      b += db;
      error = next;
      damping /= 10;
    } else damping *= 10;
  }
  // Rounds to six digits, because machines may differ in the last bits.
  return { a: Number(a.toFixed(6)), b: Number(b.toFixed(6)) };
}

/** Sum of squared errors of the curve. */
export function misfit(distances: readonly number[], goals: readonly number[], a: number, b: number): number {
  return distances.reduce((sum, d, i) => sum + (curve(d, a, b) - goals[i]!) ** 2, 0);
}

function curve(d: number, a: number, b: number): number {
  return 1 / (1 + a * d ** (2 * b));
}

/** The Levenberg–Marquardt step for a and b: (JᵀJ + damping · diag JᵀJ)⁻¹ Jᵀr. */
export function dampedStep(
  distances: readonly number[],
  goals: readonly number[],
  a: number,
  b: number,
  damping: number,
): [number, number] {
  let [aa, ab, bb, ra, rb] = [0, 0, 0, 0, 0];
  distances.forEach((d, i) => {
    const y = curve(d, a, b);
    const power = d ** (2 * b);
    const ja = -y * y * power;
    const jb = d > 0 ? -y * y * a * power * 2 * Math.log(d) : 0;
    const residual = goals[i]! - y;
    aa += ja * ja;
    ab += ja * jb;
    bb += jb * jb;
    ra += ja * residual;
    rb += jb * residual;
  });
  aa *= 1 + damping;
  bb *= 1 + damping;
  const determinant = aa * bb - ab * ab;
  return [(bb * ra - ab * rb) / determinant, (aa * rb - ab * ra) / determinant];
}
