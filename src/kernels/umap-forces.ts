// Forces of UMAP's layout (McInnes et al. 2018), four at a time, and the random points that push.

// Numbers stand in memory, because engines build a vector of a constant anew, from three instructions, at every use.
// prettier-ignore
const NUMBERS = memory.data<f32>([
  // log₂ of 1 ≤ m < 2 by the powers of m, less the exponent's bias of 127; error below 1.2e-4.
  -129.5198257, 4.08637291, -2.13412417, 0.64970685, -0.08212989,
  // 2ᶠ of −½ ≤ f ≤ ½ by the powers of f; relative error below 8e-5.
  0.99992811, 0.69326103, 0.24261051, 0.05517095,
  // Added to a float, leaves its whole part in the last bits: 1.5 · 2²³.
  12582912,
  // Least squared distance, most that one push or pull moves by, its negative, what keeps a push finite, 1, ½.
  1e-12, 4, -4, 0.001, 1, 0.5,
  // a, b, −2ab, 2b, n / 2²⁴: set by `umapStart`.
  0, 0, 0, 0, 0,
]);
const LOG = NUMBERS;
const POWER = NUMBERS + 20;
const WHOLE = NUMBERS + 36;
const LEAST = NUMBERS + 40;
const MOST = NUMBERS + 44;
const MOST_BACK = NUMBERS + 48;
const SOFT = NUMBERS + 52;
const ONE = NUMBERS + 56;
const HALF = NUMBERS + 60;
const A = NUMBERS + 64;
const B = NUMBERS + 68;
const PULL = NUMBERS + 72;
const PUSH = NUMBERS + 76;
const SHARE = NUMBERS + 80;
const BITS = memory.data<i32>([0x7fffff, 0x3f800000, 0x4b400000, 0]);
const MANTISSA = BITS;
const EXPONENT_0 = BITS + 4;
const WHOLE_BITS = BITS + 8;
const LAST = BITS + 12;
/** i32 [4]: what was drawn last. */
export const DRAWN = memory.data(16, 16);

let random: v128 = i32x4.splat(0);

/**
 * Sets the curve 1 / (1 + a d²ᵇ), the number of points and the seed of all epochs that follow.
 *
 * @param n At most 2²².
 */
export function umapStart(n: i32, curveA: f64, curveB: f64, seed: u32): void {
  store<f32>(SHARE, f32(n) / f32(1 << 24));
  store<i32>(LAST, n - 1);
  store<f32>(A, f32(curveA));
  store<f32>(B, f32(curveB));
  store<f32>(PULL, f32(-2 * curveA * curveB));
  store<f32>(PUSH, f32(2 * curveB));
  for (let lane = 0; lane < 4; lane++) {
    // Weyl steps through a mixer: lanes, and neighboring seeds, do not resemble each other; xorshift must not start at 0.
    let word = seed + 0x9e3779b9 * <u32>(lane + 1);
    word = (word ^ (word >> 16)) * 0x21f0aaad;
    word = (word ^ (word >> 15)) * 0x735a2d97;
    store<u32>(DRAWN + (lane << 2), (word ^ (word >> 15)) | 1);
  }
  random = v128.load(DRAWN);
}

/** Of four points at once. Its methods are methods because only these can be made to go into their callers. */
export class Forces {
  @inline
  static all(number: usize): v128 {
    return v128.load32_splat(number);
  }

  // −2ab d²⁽ᵇ⁻¹⁾ / (1 + a d²ᵇ)
  @inline
  static pull(square: v128): v128 {
    const safe = f32x4.pmax(square, Forces.all(LEAST));
    const power = Forces.toB(safe);
    const below = f32x4.mul(safe, f32x4.add(Forces.all(ONE), f32x4.mul(Forces.all(A), power)));
    return f32x4.div(f32x4.mul(Forces.all(PULL), power), below);
  }

  // 2b / ((0.001 + d²)(1 + a d²ᵇ))
  @inline
  static push(square: v128): v128 {
    const power = Forces.toB(f32x4.pmax(square, Forces.all(LEAST)));
    const below = f32x4.mul(
      f32x4.add(Forces.all(SOFT), square),
      f32x4.add(Forces.all(ONE), f32x4.mul(Forces.all(A), power)),
    );
    return f32x4.div(Forces.all(PUSH), below);
  }

  // xᵇ to 2e-4, for 1e-12 ≤ x < 1e12: the bits of a float hold its logarithm, whole part and mantissa, and so back.
  @inline
  static toB(x: v128): v128 {
    const m = v128.or(v128.and(x, Forces.all(MANTISSA)), Forces.all(EXPONENT_0));
    let log = f32x4.add(Forces.all(LOG + 12), f32x4.mul(m, Forces.all(LOG + 16)));
    log = f32x4.add(Forces.all(LOG + 8), f32x4.mul(m, log));
    log = f32x4.add(Forces.all(LOG + 4), f32x4.mul(m, log));
    log = f32x4.add(Forces.all(LOG), f32x4.mul(m, log));
    const exponent = f32x4.mul(Forces.all(B), f32x4.add(f32x4.convert_i32x4_s(i32x4.shr_u(x, 23)), log));
    const shifted = f32x4.add(exponent, Forces.all(WHOLE));
    const f = f32x4.sub(exponent, f32x4.sub(shifted, Forces.all(WHOLE)));
    let power = f32x4.add(Forces.all(POWER + 8), f32x4.mul(f, Forces.all(POWER + 12)));
    power = f32x4.add(Forces.all(POWER + 4), f32x4.mul(f, power));
    power = f32x4.add(Forces.all(POWER), f32x4.mul(f, power));
    return i32x4.add(power, i32x4.shl(shifted, 23));
  }

  @inline
  static clip(x: v128): v128 {
    return f32x4.pmax(f32x4.pmin(x, Forces.all(MOST)), Forces.all(MOST_BACK));
  }

  // xorshift32 (Marsaglia 2003), four at once; the 24 high bits of each pick a point. They stand in DRAWN too.
  @inline
  static draw(): v128 {
    let s = random;
    s = v128.xor(s, i32x4.shl(s, 13));
    s = v128.xor(s, i32x4.shr_u(s, 17));
    s = v128.xor(s, i32x4.shl(s, 5));
    random = s;
    const place = f32x4.sub(
      f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(s, 8)), Forces.all(SHARE)),
      Forces.all(HALF),
    );
    const points = i32x4.min_s(
      i32x4.sub(f32x4.add(place, Forces.all(WHOLE)), Forces.all(WHOLE_BITS)),
      Forces.all(LAST),
    );
    v128.store(DRAWN, points);
    return points;
  }
}
