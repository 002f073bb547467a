/** How many directions a head compares: the effective rank and the stable rank of W_Q·W_Kᵀ. */
import { symmetricEigenvalues } from "#math/eigen/symmetric-eigenvalues.ts";
import { gramOfColumns, rootOf, type Matrix } from "./matrix.ts";

export interface ScoreRank {
  /** exp(entropy of σ/Σσ) over the singular values σ (Roy & Vetterli 2007). */
  readonly effective: number;
  /** Σσ²/σ₁². */
  readonly stable: number;
}

/** Of the greatest singular value: what is below it is rounding of float32. */
const NOISE = 1e-6;

/**
 * The singular values are found in d_head dimensions: those of W_Q·W_Kᵀ are the roots of the eigenvalues of
 * L_Qᵀ·G_K·L_Q, with G = WᵀW = L·Lᵀ.
 *
 * @param query W_Q, [width, d]. @param key W_K, [width, d]. @returns Null if the head compares nothing.
 */
export function scoreRank(query: Matrix, key: Matrix): ScoreRank | null {
  const d = query.nColumns;
  const root = transposed(rootOf(gramOfColumns(query), d).lower, d);
  const half = fromLeft64(root, gramOfColumns(key), d);
  const whole = fromLeft64(root, transposed(half, d), d);
  const sigma = Array.from(symmetricEigenvalues(whole, d), (value) => Math.sqrt(Math.max(0, value)));
  const first = sigma[0] ?? 0;
  if (!(first > 0)) return null;
  const own = sigma.filter((value) => value > NOISE * first);
  const total = own.reduce((sum, value) => sum + value, 0);
  return {
    effective: Math.exp(own.reduce((sum, value) => sum - (value / total) * Math.log(value / total), 0)),
    stable: own.reduce((sum, value) => sum + (value / first) ** 2, 0),
  };
}

function fromLeft64(left: Float64Array, right: Float64Array, d: number): Float64Array {
  const product = new Float64Array(d * d);
  for (let a = 0; a < d; a++)
    for (let b = 0; b < d; b++) {
      const x = left[a * d + b]!;
      for (let i = 0; i < d; i++) product[a * d + i]! += x * right[b * d + i]!;
    }
  return product;
}

function transposed(matrix: Float64Array, d: number): Float64Array {
  return matrix.map((_, at) => matrix[(at % d) * d + Math.floor(at / d)]!);
}
