// The attraction in t-SNE (van der Maaten 2014) between pairs of points, by their affinity and distance.
import { f32At, i32At } from "./memory";

/**
 * Every pair pulls both its points; four pairs at a time. A missing fourth is the point itself with weight 0.
 *
 * @param attraction f32 [n, 4], receives Σ p · w · (y − y′), w = 1 / (1 + tail · d²).
 * @param isNearer Every pull is by √w less: pairs that lie near each other count for more.
 * @param isMeasured Whether the stretch is wanted.
 * @returns The stretch: Σ p log₂ (1 + tail · d²), every pair once.
 */
export function attract(
  positions: usize,
  n: i32,
  starts: usize,
  others: usize,
  weights: usize,
  attraction: usize,
  tail: f32,
  isNearer: bool,
  isMeasured: bool,
): f64 {
  let stretch: f64 = 0;
  const tails = f32x4.splat(tail);
  memory.fill(attraction, 0, (<usize>n) << 4);
  const one = f32x4.splat(1);
  for (let i = 0; i < n; i++) {
    const self = (<usize>i) << 4;
    const place = v128.load(positions + self);
    let sum = f32x4.splat(0);
    let logs = f32x4.splat(0);
    const end = i32At(starts, i + 1);
    for (let pair = i32At(starts, i); pair < end; pair += 4) {
      const isWhole = pair + 4 <= end;
      const oa = (<usize>i32At(others, pair)) << 4;
      const ob = isWhole || pair + 1 < end ? (<usize>i32At(others, pair + 1)) << 4 : self;
      const oc = isWhole || pair + 2 < end ? (<usize>i32At(others, pair + 2)) << 4 : self;
      const od = isWhole ? (<usize>i32At(others, pair + 3)) << 4 : self;
      const a = f32x4.sub(place, v128.load(positions + oa));
      const b = f32x4.sub(place, v128.load(positions + ob));
      const c = f32x4.sub(place, v128.load(positions + oc));
      const d = f32x4.sub(place, v128.load(positions + od));
      const d2 = sums(f32x4.mul(a, a), f32x4.mul(b, b), f32x4.mul(c, c), f32x4.mul(d, d));
      // Weights behind the end belong to other pairs, but their distance is 0 here, and so are their force and stretch.
      const p = v128.load(weights + ((<usize>pair) << 2));
      const below = f32x4.add(one, f32x4.mul(tails, d2));
      if (isMeasured) logs = f32x4.add(logs, f32x4.mul(p, Log.base2(below)));
      let w = f32x4.div(one, below);
      if (isNearer) w = f32x4.mul(w, f32x4.sqrt(w));
      w = f32x4.mul(p, w);
      const fa = f32x4.mul(a, v128.shuffle<f32>(w, w, 0, 0, 0, 0));
      const fb = f32x4.mul(b, v128.shuffle<f32>(w, w, 1, 1, 1, 1));
      const fc = f32x4.mul(c, v128.shuffle<f32>(w, w, 2, 2, 2, 2));
      const fd = f32x4.mul(d, v128.shuffle<f32>(w, w, 3, 3, 3, 3));
      sum = f32x4.add(sum, f32x4.add(f32x4.add(fa, fb), f32x4.add(fc, fd)));
      take(attraction + oa, fa);
      take(attraction + ob, fb);
      take(attraction + oc, fc);
      take(attraction + od, fd);
    }
    v128.store(attraction + self, f32x4.add(v128.load(attraction + self), sum));
    if (!isMeasured) continue;
    const pairs = f32x4.add(logs, v128.shuffle<f32>(logs, logs, 2, 3, 0, 1));
    stretch += f64(f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
  }
  return stretch;
}

function take(at: usize, force: v128): void {
  v128.store(at, f32x4.sub(v128.load(at), force));
}

// Horizontal sums of four vectors in one.
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/**
 * The part of the divergence that stays: Σ p ln p over all ordered pairs.
 *
 * @param weights f32 [nPairs]: every pair once.
 */
export function negativeEntropy(weights: usize, nPairs: i32): f64 {
  let sum: f64 = 0;
  for (let pair = 0; pair < nPairs; pair++) {
    const p = f64(f32At(weights, pair));
    if (p > 0) sum += p * Math.log(p);
  }
  return 2 * sum;
}

// log₂ of 1 ≤ m < 2 over m − 1, by the powers of m; error of the logarithm below 2.1e-6.
// prettier-ignore
const LOG = memory.data<f32>([3.0485528, -3.0995307, 2.3021681, -1.0379182, 0.25573862, -0.026457435]);

class Log {
  /** Of x ≥ 1; exactly 0 of 1. */
  @inline
  static base2(x: v128): v128 {
    const one = f32x4.splat(1);
    const m = v128.or(v128.and(x, i32x4.splat(0x7fffff)), one);
    let slope = f32x4.add(v128.load32_splat(LOG, 16), f32x4.mul(m, v128.load32_splat(LOG, 20)));
    slope = f32x4.add(v128.load32_splat(LOG, 12), f32x4.mul(m, slope));
    slope = f32x4.add(v128.load32_splat(LOG, 8), f32x4.mul(m, slope));
    slope = f32x4.add(v128.load32_splat(LOG, 4), f32x4.mul(m, slope));
    slope = f32x4.add(v128.load32_splat(LOG), f32x4.mul(m, slope));
    const whole = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(127)));
    return f32x4.add(whole, f32x4.mul(f32x4.sub(m, one), slope));
  }
}
