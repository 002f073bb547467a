// Forces of UMAP's layout (McInnes et al. 2018), four at a time, and the random points that push.
import { allocate } from "./memory";

// Constants are in memory, because engines rebuild a constant vector with three instructions at every use.
// prettier-ignore
const NUMBERS = memory.data<f32>([
  // Added to a float, leaves its whole part in the last bits: 1.5 · 2²³.
  12582912,
  // Most that one push or pull moves by, its negative, ½.
  4, -4, 0.5,
  // n / 2²⁴: set by `umapStart`.
  0,
]);
const WHOLE = NUMBERS;
const MOST = NUMBERS + 4;
const MOST_BACK = NUMBERS + 8;
const HALF = NUMBERS + 12;
const SHARE = NUMBERS + 16;
// The whole part of above, the last point, and four times every slot.
const BITS = memory.data<i32>([0x4b400000, 0, 0x1fffc]);
const WHOLE_BITS = BITS;
const LAST = BITS + 4;
const SLOT_BYTES = BITS + 8;

/**
 * Forces are looked up by the first 16 bits of d², which are its exponent and 7 bits of its mantissa: 128 slots from one
 * power of two to the next, so that a force is true to 0.4 percent. A power for each would cost more than all the rest.
 */
const N_SLOTS = 0x8000;
/** Behind it come infinity and what is no number. */
const N_FINITE = 0x7f80;
const SLOTS = memory.data(16, 16);
let pushes: usize = 0;
let pulls: usize = 0;

/** i32 [4]: what was drawn last, and how many of them are used. */
const DRAWN = memory.data(16, 16);
let nUsed: i32 = 4;
let random: v128 = i32x4.splat(0);

/**
 * Sets the curve 1 / (1 + a d²ᵇ), the number of points and the seed of all epochs that follow.
 *
 * @param n At most 2²².
 */
export function umapStart(n: i32, curveA: f64, curveB: f64, seed: u32): void {
  store<f32>(SHARE, f32(n) / f32(1 << 24));
  store<i32>(LAST, n - 1);
  pushes = allocate(N_SLOTS << 2);
  pulls = allocate(N_SLOTS << 2);
  for (let slot = 0; slot < N_FINITE; slot++) {
    // The middle of the slot; what is nearer than 1e-6 is as near as that.
    const square = Math.max(1e-12, f64(reinterpret<f32>((slot << 16) | 0x8000)));
    const power = Math.pow(square, curveB);
    const below = 1 + curveA * power;
    const at = (<usize>slot) << 2;
    store<f32>(pushes + at, f32((2 * curveB) / ((0.001 + square) * below)));
    store<f32>(pulls + at, f32((-2 * curveA * curveB * power) / (square * below)));
  }
  for (let lane = 0; lane < 4; lane++) {
    // Weyl steps through a mixer: lanes, and neighboring seeds, do not resemble each other; xorshift must not start at 0.
    let word = seed + 0x9e3779b9 * <u32>(lane + 1);
    word = (word ^ (word >> 16)) * 0x21f0aaad;
    word = (word ^ (word >> 15)) * 0x735a2d97;
    store<u32>(DRAWN + (lane << 2), (word ^ (word >> 15)) | 1);
  }
  random = v128.load(DRAWN);
  nUsed = 4;
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
    return Forces.look(pulls, square);
  }

  // 2b / ((0.001 + d²)(1 + a d²ᵇ))
  @inline
  static push(square: v128): v128 {
    return Forces.look(pushes, square);
  }

  @inline
  static look(table: usize, square: v128): v128 {
    v128.store(SLOTS, v128.and(i32x4.shr_u(square, 14), Forces.all(SLOT_BYTES)));
    let found = v128.load32_zero(table + <usize>load<i32>(SLOTS));
    found = v128.load32_lane(table + <usize>load<i32>(SLOTS, 4), found, 1);
    found = v128.load32_lane(table + <usize>load<i32>(SLOTS, 8), found, 2);
    return v128.load32_lane(table + <usize>load<i32>(SLOTS, 12), found, 3);
  }

  @inline
  static clip(x: v128): v128 {
    return f32x4.pmax(f32x4.pmin(x, Forces.all(MOST)), Forces.all(MOST_BACK));
  }

  /** Where the index of the next random point stands. */
  @inline
  static draw(): usize {
    if (nUsed == 4) {
      drawFour();
      nUsed = 0;
    }
    nUsed += 1;
    return DRAWN - 4 + ((<usize>nUsed) << 2);
  }
}

// xorshift32 (Marsaglia 2003), four at once; the 24 high bits of each pick a point.
function drawFour(): void {
  let s = random;
  s = v128.xor(s, i32x4.shl(s, 13));
  s = v128.xor(s, i32x4.shr_u(s, 17));
  s = v128.xor(s, i32x4.shl(s, 5));
  random = s;
  const share = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(s, 8)), Forces.all(SHARE));
  const place = f32x4.add(f32x4.sub(share, Forces.all(HALF)), Forces.all(WHOLE));
  v128.store(DRAWN, i32x4.min_s(i32x4.sub(place, Forces.all(WHOLE_BITS)), Forces.all(LAST)));
}
