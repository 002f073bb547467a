// UMAP's layout (McInnes et al. 2018): edges attract, random points repel. Four edges of almost equal weight move together, so
// that one vector holds the same number of four points. What they do to one point adds up, but they do not see each
// other's moves: edges come in an order in which neighbors in it seldom meet.
import { FourPoints } from "./four-points";
import { f32At, setF32 } from "./memory";
import { Forces } from "./umap-forces";

/** Points that push away from each sample, as in umap-learn; all four of a group from the same. */
const NEGATIVES = 5;

/**
 * One pass over all edges.
 *
 * @param positions f32 [n + 1, 2] or [n + 1, 4]: result; the last point is where edges lead that fill a group.
 * @param heads, tails i32 [4 · nGroups]; every edge stands in both directions.
 * @param every f32 [nGroups]: epochs from one sample of a group's edges to the next.
 * @param next f32 [nGroups]: when each group is sampled next.
 * @param rate Share of a force by which points move: 1 at first, less and less later.
 */
export function umapEpoch(
  positions: usize,
  dim: i32,
  heads: usize,
  tails: usize,
  every: usize,
  next: usize,
  nGroups: i32,
  epoch: i32,
  rate: f32,
): void {
  const now = f32(epoch);
  const rates = f32x4.splat(rate);
  for (let group = 0; group < nGroups; group++) {
    const due = f32At(next, group);
    if (due > now) continue;
    setF32(next, group, due + f32At(every, group));
    const head = heads + ((<usize>group) << 4);
    const tail = tails + ((<usize>group) << 4);
    if (dim == 2) move2(positions, head, tail, rates);
    else move3(positions, head, tail, rates);
  }
}

function move2(positions: usize, heads: usize, tails: usize, rate: v128): void {
  const h0 = FourPoints.at(positions, heads, 0, 3);
  const h1 = FourPoints.at(positions, heads, 1, 3);
  const h2 = FourPoints.at(positions, heads, 2, 3);
  const h3 = FourPoints.at(positions, heads, 3, 3);
  const t0 = FourPoints.at(positions, tails, 0, 3);
  const t1 = FourPoints.at(positions, tails, 1, 3);
  const t2 = FourPoints.at(positions, tails, 2, 3);
  const t3 = FourPoints.at(positions, tails, 3, 3);
  let low = v128.load64_lane(h1, v128.load64_zero(h0), 1);
  let high = v128.load64_lane(h3, v128.load64_zero(h2), 1);
  let x = v128.shuffle<f32>(low, high, 0, 2, 4, 6);
  let y = v128.shuffle<f32>(low, high, 1, 3, 5, 7);
  low = v128.load64_lane(t1, v128.load64_zero(t0), 1);
  high = v128.load64_lane(t3, v128.load64_zero(t2), 1);
  let dx = f32x4.sub(x, v128.shuffle<f32>(low, high, 0, 2, 4, 6));
  let dy = f32x4.sub(y, v128.shuffle<f32>(low, high, 1, 3, 5, 7));
  const c = Forces.pull(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)));
  dx = f32x4.mul(Forces.clip(f32x4.mul(c, dx)), rate);
  dy = f32x4.mul(Forces.clip(f32x4.mul(c, dy)), rate);
  x = f32x4.add(x, dx);
  y = f32x4.add(y, dy);
  let sx = f32x4.splat(0);
  let sy = f32x4.splat(0);
  const self = v128.load(heads);
  for (let k = 0; k < NEGATIVES; k++) {
    const drawn = Forces.draw();
    const other = positions + ((<usize>load<i32>(drawn)) << 3);
    const ox = f32x4.sub(x, v128.load32_splat(other));
    const oy = f32x4.sub(y, v128.load32_splat(other, 4));
    const away = Forces.push(f32x4.add(f32x4.mul(ox, ox), f32x4.mul(oy, oy)));
    const r = v128.andnot(away, i32x4.eq(v128.load32_splat(drawn), self));
    sx = f32x4.add(sx, Forces.clip(f32x4.mul(r, ox)));
    sy = f32x4.add(sy, Forces.clip(f32x4.mul(r, oy)));
  }
  // Of a point that stands several times among the four, all moves are added.
  FourPoints.shift2(h0, h1, h2, h3, f32x4.add(dx, f32x4.mul(sx, rate)), f32x4.add(dy, f32x4.mul(sy, rate)));
  FourPoints.shift2(t0, t1, t2, t3, f32x4.neg(dx), f32x4.neg(dy));
}

function move3(positions: usize, heads: usize, tails: usize, rate: v128): void {
  const h0 = FourPoints.at(positions, heads, 0, 4);
  const h1 = FourPoints.at(positions, heads, 1, 4);
  const h2 = FourPoints.at(positions, heads, 2, 4);
  const h3 = FourPoints.at(positions, heads, 3, 4);
  const t0 = FourPoints.at(positions, tails, 0, 4);
  const t1 = FourPoints.at(positions, tails, 1, 4);
  const t2 = FourPoints.at(positions, tails, 2, 4);
  const t3 = FourPoints.at(positions, tails, 3, 4);
  const p0 = v128.load(h0);
  const p1 = v128.load(h1);
  const p2 = v128.load(h2);
  const p3 = v128.load(h3);
  const d0 = f32x4.sub(p0, v128.load(t0));
  const d1 = f32x4.sub(p1, v128.load(t1));
  const d2 = f32x4.sub(p2, v128.load(t2));
  const d3 = f32x4.sub(p3, v128.load(t3));
  let dx = FourPoints.xOf(d0, d1, d2, d3);
  let dy = FourPoints.yOf(d0, d1, d2, d3);
  let dz = FourPoints.zOf(d0, d1, d2, d3);
  const c = Forces.pull(f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz)));
  dx = f32x4.mul(Forces.clip(f32x4.mul(c, dx)), rate);
  dy = f32x4.mul(Forces.clip(f32x4.mul(c, dy)), rate);
  dz = f32x4.mul(Forces.clip(f32x4.mul(c, dz)), rate);
  const x = f32x4.add(FourPoints.xOf(p0, p1, p2, p3), dx);
  const y = f32x4.add(FourPoints.yOf(p0, p1, p2, p3), dy);
  const z = f32x4.add(FourPoints.zOf(p0, p1, p2, p3), dz);
  let sx = f32x4.splat(0);
  let sy = f32x4.splat(0);
  let sz = f32x4.splat(0);
  const self = v128.load(heads);
  for (let k = 0; k < NEGATIVES; k++) {
    const drawn = Forces.draw();
    const other = positions + ((<usize>load<i32>(drawn)) << 4);
    const ox = f32x4.sub(x, v128.load32_splat(other));
    const oy = f32x4.sub(y, v128.load32_splat(other, 4));
    const oz = f32x4.sub(z, v128.load32_splat(other, 8));
    const away = Forces.push(f32x4.add(f32x4.add(f32x4.mul(ox, ox), f32x4.mul(oy, oy)), f32x4.mul(oz, oz)));
    const r = v128.andnot(away, i32x4.eq(v128.load32_splat(drawn), self));
    sx = f32x4.add(sx, Forces.clip(f32x4.mul(r, ox)));
    sy = f32x4.add(sy, Forces.clip(f32x4.mul(r, oy)));
    sz = f32x4.add(sz, Forces.clip(f32x4.mul(r, oz)));
  }
  const mx = f32x4.add(dx, f32x4.mul(sx, rate));
  const my = f32x4.add(dy, f32x4.mul(sy, rate));
  const mz = f32x4.add(dz, f32x4.mul(sz, rate));
  FourPoints.shift3(h0, h1, h2, h3, mx, my, mz);
  FourPoints.shift3(t0, t1, t2, t3, f32x4.neg(dx), f32x4.neg(dy), f32x4.neg(dz));
}
