// What pulls in t-SNE (van der Maaten 2014): pairs of points, by their affinity and how near they lie.
import { f32At, i32At } from "./memory";

/**
 * Every pair pulls both its points; four pairs at a time. A missing fourth is the point itself with weight 0.
 *
 * @param attraction f32 [n, 4], receives Σ p · w · (y − y′), w = 1 / (1 + tail · d²).
 * @param isNearer Every pull is by √w less: pairs that lie near each other count for more.
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
): void {
  const tails = f32x4.splat(tail);
  memory.fill(attraction, 0, (<usize>n) << 4);
  const one = f32x4.splat(1);
  for (let i = 0; i < n; i++) {
    const self = (<usize>i) << 4;
    const place = v128.load(positions + self);
    let sum = f32x4.splat(0);
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
      // Weights behind the end belong to other pairs, but their distance is 0 here, and so is their force.
      let w = f32x4.div(one, f32x4.add(one, f32x4.mul(tails, d2)));
      if (isNearer) w = f32x4.mul(w, f32x4.sqrt(w));
      w = f32x4.mul(w, v128.load(weights + ((<usize>pair) << 2)));
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
  }
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

// Σ p log p − Σ p log q, q not yet divided by Z. Every pair stands once but counts twice.
export function energy(
  positions: usize,
  n: i32,
  starts: usize,
  others: usize,
  weights: usize,
  tail: f32,
): f64 {
  const power = (1 + 1 / f64(tail)) / 2;
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const place = v128.load(positions + ((<usize>i) << 4));
    const end = i32At(starts, i + 1);
    for (let pair = i32At(starts, i); pair < end; pair++) {
      const p = f64(f32At(weights, pair));
      if (p <= 0) continue;
      const d = f32x4.sub(place, v128.load(positions + ((<usize>i32At(others, pair)) << 4)));
      const d2 = f32x4.mul(d, d);
      const square =
        f64(f32x4.extract_lane(d2, 0)) + f64(f32x4.extract_lane(d2, 1)) + f64(f32x4.extract_lane(d2, 2));
      sum += p * (Math.log(p) + power * Math.log(1 + f64(tail) * square));
    }
  }
  return 2 * sum;
}
