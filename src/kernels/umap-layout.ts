// UMAP's layout (McInnes et al. 2018): edges pull, random points push. Differs from umap-learn in two ways, both measured
// as harmless: force coefficients come from a table (64 steps an octave, interpolated), and the points drawn to push away
// from one sample all see the same position of it.
import { allocate, f32At, i32At, setF32 } from "./memory";

const NEGATIVES: f32 = 5;
/** Table over squared distances 2⁻²⁴ … 2¹⁶. */
const LOWEST_OCTAVE = -24;
const OCTAVES = 40;
const STEP_BITS = 6;
const TABLE_SIZE = OCTAVES << STEP_BITS;

let randomState: u32 = 0;

/**
 * @param positions f32 [n, dim]: start, and result.
 * @param heads, tails i32 [nEdges]; every edge stands in both directions.
 * @param every f32 [nEdges]: epochs from one sample of an edge to the next.
 */
export function umapLayout(
  positions: usize,
  n: i32,
  dim: i32,
  heads: usize,
  tails: usize,
  every: usize,
  nEdges: i32,
  nEpochs: i32,
  a: f64,
  b: f64,
  seed: u32,
): void {
  randomState = seed | 1;
  const pull = allocate((<usize>(TABLE_SIZE + 1)) << 2);
  const push = allocate((<usize>(TABLE_SIZE + 1)) << 2);
  fillTables(pull, push, a, b);
  const next = allocate((<usize>nEdges) << 2);
  const nextNegative = allocate((<usize>nEdges) << 2);
  for (let e = 0; e < nEdges; e++) {
    setF32(next, e, f32At(every, e));
    setF32(nextNegative, e, f32At(every, e) / NEGATIVES);
  }
  for (let epoch = 0; epoch < nEpochs; epoch++) {
    const rate = f32(1) - f32(epoch) / f32(nEpochs);
    const now = f32(epoch);
    for (let e = 0; e < nEdges; e++) {
      const due = f32At(next, e);
      if (due > now) continue;
      const period = f32At(every, e);
      setF32(next, e, due + period);
      const negativePeriod = period / NEGATIVES;
      const dueNegative = f32At(nextNegative, e);
      const nNegatives = i32((now - dueNegative) / negativePeriod);
      setF32(nextNegative, e, dueNegative + f32(nNegatives) * negativePeriod);
      const head = positions + ((<usize>(i32At(heads, e) * dim)) << 2);
      const tail = positions + ((<usize>(i32At(tails, e) * dim)) << 2);
      if (dim == 2) move2(positions, n, head, tail, pull, push, rate, nNegatives);
      else move3(positions, n, head, tail, pull, push, rate, nNegatives);
    }
  }
}

function move2(
  positions: usize,
  n: i32,
  head: usize,
  tail: usize,
  pull: usize,
  push: usize,
  rate: f32,
  nNegatives: i32,
): void {
  let x = load<f32>(head);
  let y = load<f32>(head, 4);
  let dx = x - load<f32>(tail);
  let dy = y - load<f32>(tail, 4);
  const c = coefficient(pull, dx * dx + dy * dy);
  dx = clip(c * dx) * rate;
  dy = clip(c * dy) * rate;
  store<f32>(tail, load<f32>(tail) - dx);
  store<f32>(tail, load<f32>(tail, 4) - dy, 4);
  x += dx;
  y += dy;
  let sx: f32 = 0;
  let sy: f32 = 0;
  for (let k = 0; k < nNegatives; k++) {
    const other = positions + ((<usize>randomBelow(n)) << 3);
    if (other == head) continue;
    const ox = x - load<f32>(other);
    const oy = y - load<f32>(other, 4);
    const d2 = ox * ox + oy * oy;
    const r = coefficient(push, d2);
    // Points in one place are pushed apart at random would need a direction; umap-learn takes this one.
    sx += d2 > 0 ? clip(r * ox) : 4;
    sy += d2 > 0 ? clip(r * oy) : 4;
  }
  store<f32>(head, x + sx * rate);
  store<f32>(head, y + sy * rate, 4);
}

function move3(
  positions: usize,
  n: i32,
  head: usize,
  tail: usize,
  pull: usize,
  push: usize,
  rate: f32,
  nNegatives: i32,
): void {
  let x = load<f32>(head);
  let y = load<f32>(head, 4);
  let z = load<f32>(head, 8);
  let dx = x - load<f32>(tail);
  let dy = y - load<f32>(tail, 4);
  let dz = z - load<f32>(tail, 8);
  const c = coefficient(pull, dx * dx + dy * dy + dz * dz);
  dx = clip(c * dx) * rate;
  dy = clip(c * dy) * rate;
  dz = clip(c * dz) * rate;
  store<f32>(tail, load<f32>(tail) - dx);
  store<f32>(tail, load<f32>(tail, 4) - dy, 4);
  store<f32>(tail, load<f32>(tail, 8) - dz, 8);
  x += dx;
  y += dy;
  z += dz;
  let sx: f32 = 0;
  let sy: f32 = 0;
  let sz: f32 = 0;
  for (let k = 0; k < nNegatives; k++) {
    const other = positions + <usize>randomBelow(n) * 12;
    if (other == head) continue;
    const ox = x - load<f32>(other);
    const oy = y - load<f32>(other, 4);
    const oz = z - load<f32>(other, 8);
    const d2 = ox * ox + oy * oy + oz * oz;
    const r = coefficient(push, d2);
    sx += d2 > 0 ? clip(r * ox) : 4;
    sy += d2 > 0 ? clip(r * oy) : 4;
    sz += d2 > 0 ? clip(r * oz) : 4;
  }
  store<f32>(head, x + sx * rate);
  store<f32>(head, y + sy * rate, 4);
  store<f32>(head, z + sz * rate, 8);
}

function fillTables(pull: usize, push: usize, a: f64, b: f64): void {
  for (let i = 0; i <= TABLE_SIZE; i++) {
    const d2 = f64(
      reinterpret<f32>((((i >> STEP_BITS) + LOWEST_OCTAVE + 127) << 23) | ((i & 63) << (23 - STEP_BITS))),
    );
    const power = Math.pow(d2, b);
    setF32(pull, i, f32((-2 * a * b * power) / d2 / (a * power + 1)));
    setF32(push, i, f32((2 * b) / ((0.001 + d2) * (a * power + 1))));
  }
}

// The bits of a float are its logarithm: exponent and first bits of the mantissa are the place in the table.
function coefficient(table: usize, d2: f32): f32 {
  const bits = reinterpret<u32>(d2);
  const place = <i32>(bits >> (23 - STEP_BITS)) - ((LOWEST_OCTAVE + 127) << STEP_BITS);
  if (place < 0) return f32At(table, 0);
  if (place >= TABLE_SIZE) return f32At(table, TABLE_SIZE);
  const between = f32(bits & ((1 << (23 - STEP_BITS)) - 1)) * f32(1.0 / f64(1 << (23 - STEP_BITS)));
  const low = f32At(table, place);
  return low + (f32At(table, place + 1) - low) * between;
}

function clip(x: f32): f32 {
  return max(f32(-4), min(f32(4), x));
}

// xorshift32 (Marsaglia 2003); the high bits of a product pick the index without bias that matters here.
function randomBelow(n: i32): i32 {
  let s = randomState;
  s ^= s << 13;
  s ^= s >> 17;
  s ^= s << 5;
  randomState = s;
  return <i32>((<u64>s * <u64>n) >> 32);
}
