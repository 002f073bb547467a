// Barnes–Hut t-SNE (van der Maaten 2014) in two and three dimensions. Four neighbors on the Morton curve walk the tree
// together: a node is taken whole when it is far enough from all four. A map of dim axes has Student's t with dim − 1
// degrees of freedom (van der Maaten 2009), as in scikit-learn: in 3-D, where there is more room, tails are lighter.
// Points stand four numbers apart, so that one vector holds a point whatever the number of axes.
import { allocate, f32At, i32At, setF32 } from "./memory";
import { NODE_BYTES, SpaceTree } from "./space-tree";

/** Kullback–Leibler divergence is looked at this often. */
const CHECK_EVERY = 25;
const EXAGGERATION: f32 = 12;
/**
 * @param positions f32 [n, 4]: start, and result; numbers behind the last axis are 0.
 * @param starts i32 [n + 1], others i32 [nPairs], weights f32 [nPairs]: symmetric affinities, every pair once, sum 1/2.
 * @param theta Side of a cell over its distance, below which it is taken whole.
 * @param tolerance Stops when the divergence falls by less than this share between two looks.
 * @returns The divergence at the end.
 */
export function tsne(
  positions: usize,
  n: i32,
  dim: i32,
  starts: usize,
  others: usize,
  weights: usize,
  theta: f32,
  nExaggerated: i32,
  maxIterations: i32,
  tolerance: f32,
): f64 {
  const bytes = (<usize>n) << 4;
  const tree = new SpaceTree(n, dim);
  const force = allocate(bytes);
  const attraction = allocate(bytes);
  const step = allocate(bytes);
  const gains = allocate(bytes);
  for (let i = 0; i < n * 4; i++) setF32(gains, i, 1);
  // t is (1 + tail · d²) to the power of −(1 + 1 / tail) / 2.
  const tail: f32 = dim == 3 ? 0.5 : 1;
  let divergence: f64 = Infinity;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const isEarly = iteration < nExaggerated;
    tree.build(positions);
    const z = dim == 2 ? repel2(tree, n, force, theta) : repel3(tree, n, force, theta);
    attract(positions, n, starts, others, weights, attraction, tail);
    if (!isEarly && (iteration - nExaggerated) % CHECK_EVERY == 0) {
      const now = energy(positions, n, starts, others, weights, tail) + Math.log(z);
      if (isUnfolded(positions, n) && divergence - now < f64(tolerance) * Math.abs(now)) return now;
      divergence = now;
    }
    // n / 12 while exaggerated (Belkina et al. 2019); four times that once the forces are smaller.
    const rate = (f32(n) / EXAGGERATION) * (isEarly ? f32(1) : f32(4));
    const pull = isEarly ? EXAGGERATION : f32(1);
    move(positions, bytes, force, f32(1 / z), attraction, pull, step, gains, rate, isEarly ? 0.5 : 0.8);
    center(positions, n);
  }
  return divergence;
}

// Momentum and gains of Jacobs (1988), as in the reference implementation.
function move(
  positions: usize,
  bytes: usize,
  force: usize,
  inverseZ: f32,
  attraction: usize,
  pull: f32,
  step: usize,
  gains: usize,
  rate: f32,
  momentum: f32,
): void {
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const pulled = f32x4.mul(f32x4.splat(pull), v128.load(attraction + at));
    const gradient = f32x4.sub(pulled, f32x4.mul(f32x4.splat(inverseZ), v128.load(force + at)));
    const last = v128.load(step + at);
    const gain = v128.load(gains + at);
    const turned = f32x4.lt(f32x4.mul(gradient, last), zero);
    const less = f32x4.max(f32x4.mul(gain, f32x4.splat(0.8)), f32x4.splat(0.01));
    const changed = v128.bitselect(f32x4.add(gain, f32x4.splat(0.2)), less, turned);
    const moved = f32x4.mul(f32x4.mul(f32x4.splat(rate), changed), gradient);
    const next = f32x4.sub(f32x4.mul(f32x4.splat(momentum), last), moved);
    v128.store(gains + at, changed);
    v128.store(step + at, next);
    v128.store(positions + at, f32x4.add(v128.load(positions + at), next));
  }
}

/**
 * Where affinities are nearly all alike, exaggeration draws everything into one place, and the way out of it is flat at
 * first: the divergence hardly falls, and yet nothing is settled. A map is, once its points are further from the middle
 * than t is wide.
 */
function isUnfolded(positions: usize, n: i32): bool {
  let sum: f64 = 0;
  for (let i = 0; i < n * 4; i++) sum += f64(f32At(positions, i)) * f64(f32At(positions, i));
  return sum > f64(n);
}

function center(positions: usize, n: i32): void {
  const end = positions + ((<usize>n) << 4);
  let sum = f32x4.splat(0);
  for (let at = positions; at < end; at += 16) sum = f32x4.add(sum, v128.load(at));
  const mean = f32x4.mul(sum, f32x4.splat(f32(1) / f32(n)));
  for (let at = positions; at < end; at += 16) v128.store(at, f32x4.sub(v128.load(at), mean));
}

// Every pair pulls both its points; four pairs at a time. A missing fourth is the point itself with weight 0.
function attract(
  positions: usize,
  n: i32,
  starts: usize,
  others: usize,
  weights: usize,
  attraction: usize,
  tail: f32,
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
      const w = f32x4.div(v128.load(weights + ((<usize>pair) << 2)), f32x4.add(one, f32x4.mul(tails, d2)));
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
function energy(positions: usize, n: i32, starts: usize, others: usize, weights: usize, tail: f32): f64 {
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

function repel2(tree: SpaceTree, n: i32, force: usize, theta: f32): f64 {
  const xs = tree.axis(0);
  const ys = tree.axis(1);
  const end = tree.nodes + NODE_BYTES * <usize>tree.nNodes;
  const one = f32x4.splat(1);
  const near = f32x4.splat(f32(1) / (theta * theta));
  let total: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const x = v128.load(xs + ((<usize>i) << 2));
    const y = v128.load(ys + ((<usize>i) << 2));
    let fx = f32x4.splat(0);
    let fy = f32x4.splat(0);
    let zs = f32x4.splat(0);
    let node = tree.nodes;
    while (node < end) {
      const dx = f32x4.sub(x, v128.load32_splat(node));
      const dy = f32x4.sub(y, v128.load32_splat(node, 4));
      const d2 = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
      const isFar = i32x4.all_true(f32x4.gt(d2, f32x4.mul(v128.load32_splat(node, 12), near)));
      if (isFar) {
        const q = f32x4.div(one, f32x4.add(one, d2));
        const mq = f32x4.mul(v128.load32_splat(node, 16), q);
        zs = f32x4.add(zs, mq);
        const push = f32x4.mul(mq, q);
        fx = f32x4.add(fx, f32x4.mul(push, dx));
        fy = f32x4.add(fy, f32x4.mul(push, dy));
        node = tree.nodes + NODE_BYTES * <usize>load<i32>(node, 20);
        continue;
      }
      const first = load<i32>(node, 24);
      if (first >= 0) {
        const last = load<i32>(node, 28);
        for (let j = first; j < last; j++) {
          const px = f32x4.sub(x, v128.load32_splat(xs + ((<usize>j) << 2)));
          const py = f32x4.sub(y, v128.load32_splat(ys + ((<usize>j) << 2)));
          const q = f32x4.div(one, f32x4.add(one, f32x4.add(f32x4.mul(px, px), f32x4.mul(py, py))));
          zs = f32x4.add(zs, q);
          const push = f32x4.mul(q, q);
          fx = f32x4.add(fx, f32x4.mul(push, px));
          fy = f32x4.add(fy, f32x4.mul(push, py));
        }
        node = tree.nodes + NODE_BYTES * <usize>load<i32>(node, 20);
        continue;
      }
      node += NODE_BYTES;
    }
    total += spill(tree, n, i, force, 0, fx, zs);
    spill(tree, n, i, force, 1, fy, zs);
  }
  // Every point met itself once, with weight 1 and no force.
  return total - f64(n);
}

function repel3(tree: SpaceTree, n: i32, force: usize, theta: f32): f64 {
  const xs = tree.axis(0);
  const ys = tree.axis(1);
  const depths = tree.axis(2);
  const end = tree.nodes + NODE_BYTES * <usize>tree.nNodes;
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const near = f32x4.splat(f32(1) / (theta * theta));
  let total: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const x = v128.load(xs + ((<usize>i) << 2));
    const y = v128.load(ys + ((<usize>i) << 2));
    const z = v128.load(depths + ((<usize>i) << 2));
    let fx = f32x4.splat(0);
    let fy = f32x4.splat(0);
    let fz = f32x4.splat(0);
    let zs = f32x4.splat(0);
    let node = tree.nodes;
    while (node < end) {
      const dx = f32x4.sub(x, v128.load32_splat(node));
      const dy = f32x4.sub(y, v128.load32_splat(node, 4));
      const dz = f32x4.sub(z, v128.load32_splat(node, 8));
      const d2 = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz));
      const isFar = i32x4.all_true(f32x4.gt(d2, f32x4.mul(v128.load32_splat(node, 12), near)));
      if (isFar) {
        const w = f32x4.div(one, f32x4.add(one, f32x4.mul(half, d2)));
        const mq = f32x4.mul(v128.load32_splat(node, 16), f32x4.mul(w, f32x4.sqrt(w)));
        zs = f32x4.add(zs, mq);
        const push = f32x4.mul(mq, w);
        fx = f32x4.add(fx, f32x4.mul(push, dx));
        fy = f32x4.add(fy, f32x4.mul(push, dy));
        fz = f32x4.add(fz, f32x4.mul(push, dz));
        node = tree.nodes + NODE_BYTES * <usize>load<i32>(node, 20);
        continue;
      }
      const first = load<i32>(node, 24);
      if (first >= 0) {
        const last = load<i32>(node, 28);
        for (let j = first; j < last; j++) {
          const px = f32x4.sub(x, v128.load32_splat(xs + ((<usize>j) << 2)));
          const py = f32x4.sub(y, v128.load32_splat(ys + ((<usize>j) << 2)));
          const pz = f32x4.sub(z, v128.load32_splat(depths + ((<usize>j) << 2)));
          const r2 = f32x4.add(f32x4.add(f32x4.mul(px, px), f32x4.mul(py, py)), f32x4.mul(pz, pz));
          const w = f32x4.div(one, f32x4.add(one, f32x4.mul(half, r2)));
          const q = f32x4.mul(w, f32x4.sqrt(w));
          zs = f32x4.add(zs, q);
          const push = f32x4.mul(q, w);
          fx = f32x4.add(fx, f32x4.mul(push, px));
          fy = f32x4.add(fy, f32x4.mul(push, py));
          fz = f32x4.add(fz, f32x4.mul(push, pz));
        }
        node = tree.nodes + NODE_BYTES * <usize>load<i32>(node, 20);
        continue;
      }
      node += NODE_BYTES;
    }
    total += spill(tree, n, i, force, 0, fx, zs);
    spill(tree, n, i, force, 1, fy, zs);
    spill(tree, n, i, force, 2, fz, zs);
  }
  return total - f64(n);
}

const LANES: usize = allocate(32);

// Writes four forces back to where their points belong; returns the sum of `zs` over the points that exist.
function spill(tree: SpaceTree, n: i32, i: i32, force: usize, axis: i32, values: v128, zs: v128): f64 {
  v128.store(LANES, values);
  v128.store(LANES, zs, 16);
  let sum: f64 = 0;
  for (let lane = 0; lane < min(4, n - i); lane++) {
    setF32(force, (i32At(tree.order, i + lane) << 2) + axis, f32At(LANES, lane));
    sum += f64(f32At(LANES, 4 + lane));
  }
  return sum;
}
