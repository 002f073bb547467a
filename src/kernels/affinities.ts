// From distances to nearest neighbors to weights: UMAP's fuzzy set (McInnes et al. 2018) and t-SNE's perplexity search
// (van der Maaten & Hinton 2008). Both are one-dimensional searches per point.
import { f32At, setF32 } from "./memory";

const STEPS = 64;

/**
 * UMAP: membership strengths of each point's neighbors, as umap-learn's smooth_knn_dist with local_connectivity 1.
 *
 * @param distances f32 [n, stride], sorted, without the point itself; the first k are used.
 * @param weights f32 [n, k], receives exp(−max(0, d − ρ) / σ).
 */
export function fuzzySet(distances: usize, n: i32, stride: i32, k: i32, weights: usize): void {
  // umap-learn counts the point itself among its k + 1 neighbors.
  const target = Math.log2(f64(k + 1));
  let total: f64 = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < k; j++) total += f64(f32At(distances, i * stride + j));
  const meanOfAll = total / (f64(n) * f64(k + 1));
  for (let i = 0; i < n; i++) {
    let rho: f64 = 0;
    let mean: f64 = 0;
    for (let j = 0; j < k; j++) {
      const distance = f64(f32At(distances, i * stride + j));
      if (rho == 0 && distance > 0) rho = distance;
      mean += distance;
    }
    mean /= f64(k + 1);
    let low: f64 = 0;
    let high: f64 = Infinity;
    let sigma: f64 = 1;
    for (let step = 0; step < STEPS; step++) {
      let sum: f64 = 0;
      for (let j = 0; j < k; j++) {
        const excess = f64(f32At(distances, i * stride + j)) - rho;
        sum += excess > 0 ? Math.exp(-excess / sigma) : 1;
      }
      if (Math.abs(sum - target) < 1e-5) break;
      if (sum > target) {
        high = sigma;
        sigma = (low + high) / 2;
      } else {
        low = sigma;
        sigma = high == Infinity ? sigma * 2 : (low + high) / 2;
      }
    }
    sigma = Math.max(sigma, 1e-3 * (rho > 0 ? mean : meanOfAll));
    for (let j = 0; j < k; j++) {
      const excess = f64(f32At(distances, i * stride + j)) - rho;
      setF32(weights, i * k + j, excess > 0 ? f32(Math.exp(-excess / sigma)) : 1);
    }
  }
}

/**
 * t-SNE: conditional probabilities whose entropy is log(perplexity).
 *
 * @param distances f32 [n, stride]; squared here, as the Gaussian asks for.
 * @param weights f32 [n, k], receives p(j|i); every row sums to 1.
 */
export function perplexityWeights(
  distances: usize,
  n: i32,
  stride: i32,
  k: i32,
  perplexity: f64,
  weights: usize,
): void {
  const target = Math.log(perplexity);
  // The scale of one point is a good first guess for the next.
  let guess: f64 = 1;
  for (let i = 0; i < n; i++) {
    let beta = guess;
    let low: f64 = 0;
    let high: f64 = Infinity;
    const nearest = square(f32At(distances, i * stride));
    let sum: f64 = 0;
    for (let step = 0; step < STEPS; step++) {
      sum = 0;
      let energy: f64 = 0;
      for (let j = 0; j < k; j++) {
        // Measured from the nearest neighbor, so that the largest term is 1 and nothing underflows.
        const excess = square(f32At(distances, i * stride + j)) - nearest;
        const p = Mathf.exp(f32(-beta * excess));
        setF32(weights, i * k + j, p);
        sum += f64(p);
        energy += f64(p) * excess;
      }
      const surplus = Math.log(sum) + (beta * energy) / sum - target;
      if (Math.abs(surplus) < 1e-4) {
        guess = beta;
        break;
      }
      if (surplus > 0) {
        low = beta;
        beta = high == Infinity ? beta * 2 : (low + high) / 2;
      } else {
        high = beta;
        beta = (low + high) / 2;
      }
    }
    for (let j = 0; j < k; j++) setF32(weights, i * k + j, f32(f64(f32At(weights, i * k + j)) / sum));
  }
}

/**
 * Attention graph: raises each row of weights to the power, at least 1, at which its perplexity is no more than wanted.
 * Sharpens and never blurs: a row that is sharp enough stays as it is, but for its sum.
 *
 * @param weights f32 [n, k], each row descending, zeros behind its end; receives rows that sum to 1, or to 0 if empty.
 */
export function sharpenRows(weights: usize, n: i32, k: i32, perplexity: f64): void {
  const target = Math.log(perplexity);
  for (let i = 0; i < n; i++) {
    const highest = f64(f32At(weights, i * k));
    if (highest <= 0) continue;
    let low: f64 = 1;
    let high: f64 = MAX_POWER;
    let power = low;
    if (rowEntropy(weights, i * k, k, highest, low) > target) {
      for (let step = 0; step < 20; step++) {
        power = (low + high) / 2;
        if (rowEntropy(weights, i * k, k, highest, power) > target) low = power;
        else high = power;
      }
    }
    let sum: f64 = 0;
    for (let j = 0; j < k; j++) {
      const weight = f64(f32At(weights, i * k + j)) / highest;
      const raised = weight > 0 ? Math.exp(power * Math.log(weight)) : 0;
      setF32(weights, i * k + j, f32(raised));
      sum += raised;
    }
    for (let j = 0; j < k; j++) setF32(weights, i * k + j, f32(f64(f32At(weights, i * k + j)) / sum));
  }
}

// Rows of equal weights never get sharp: beyond this power nothing changes.
const MAX_POWER: f64 = 64;

function rowEntropy(weights: usize, start: i32, k: i32, highest: f64, power: f64): f64 {
  let sum: f64 = 0;
  let energy: f64 = 0;
  for (let j = 0; j < k; j++) {
    const weight = f64(f32At(weights, start + j)) / highest;
    if (weight <= 0) break;
    const log = power * Math.log(weight);
    const raised = Math.exp(log);
    sum += raised;
    energy -= raised * log;
  }
  return Math.log(sum) + energy / sum;
}

function square(x: f32): f64 {
  return f64(x) * f64(x);
}
