// Barnes–Hut t-SNE (van der Maaten 2014) in two and three dimensions. Four neighbors on the Morton curve walk the tree
// together: a node is taken whole when it is far enough from all four.
import { allocate, f32At, i32At, setF32 } from "./memory";
import { NODE_BYTES, SpaceTree } from "./space-tree";

/** Kullback–Leibler divergence is looked at this often. */
const CHECK_EVERY = 25;
const EXAGGERATION: f32 = 12;

/**
 * @param positions f32 [n, dim]: start, and result.
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
  const size = n * dim;
  const tree = new SpaceTree(n, dim);
  const force = allocate(<usize>size << 2);
  const attraction = allocate(<usize>size << 2);
  const step = allocate(<usize>size << 2);
  const gains = allocate(<usize>size << 2);
  for (let i = 0; i < size; i++) {
    setF32(step, i, 0);
    setF32(gains, i, 1);
  }
  let divergence: f64 = Infinity;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const isEarly = iteration < nExaggerated;
    const exaggeration = isEarly ? EXAGGERATION : f32(1);
    tree.build(positions);
    const z = dim == 2 ? repel2(tree, n, force, theta) : repel3(tree, n, force, theta);
    const isLook = !isEarly && (iteration - nExaggerated) % CHECK_EVERY == 0;
    const energy = attract(positions, n, dim, starts, others, weights, attraction, isLook);
    if (isLook) {
      const now = energy + Math.log(z);
      if (divergence - now < f64(tolerance) * Math.abs(now)) return now;
      divergence = now;
    }
    // n / 12 while exaggerated (Belkina et al. 2019); later steps are larger by the factor that the forces are smaller.
    const rate = f32(n) / EXAGGERATION * (isEarly ? f32(1) : f32(4));
    const momentum = isEarly ? f32(0.5) : f32(0.8);
    move(positions, size, force, f32(1 / z), attraction, exaggeration, step, gains, rate, momentum);
    center(positions, n, dim);
  }
  return divergence;
}

function move(
  positions: usize,
  size: i32,
  force: usize,
  inverseZ: f32,
  attraction: usize,
  exaggeration: f32,
  step: usize,
  gains: usize,
  rate: f32,
  momentum: f32,
): void {
  for (let i = 0; i < size; i++) {
    const gradient = exaggeration * f32At(attraction, i) - f32At(force, i) * inverseZ;
    const last = f32At(step, i);
    const gain = f32At(gains, i);
    const changed = gradient * last < 0 ? gain + f32(0.2) : max(gain * f32(0.8), f32(0.01));
    const next = momentum * last - rate * changed * gradient;
    setF32(gains, i, changed);
    setF32(step, i, next);
    setF32(positions, i, f32At(positions, i) + next);
  }
}

function center(positions: usize, n: i32, dim: i32): void {
  for (let axis = 0; axis < dim; axis++) {
    let sum: f64 = 0;
    for (let i = 0; i < n; i++) sum += f64(f32At(positions, i * dim + axis));
    const mean = f32(sum / f64(n));
    for (let i = 0; i < n; i++) setF32(positions, i * dim + axis, f32At(positions, i * dim + axis) - mean);
  }
}

// Every pair pulls both its points. When looked at, returns Σ p log p − Σ p log q, q not yet divided by Z.
function attract(
  positions: usize,
  n: i32,
  dim: i32,
  starts: usize,
  others: usize,
  weights: usize,
  attraction: usize,
  isLook: bool,
): f64 {
  memory.fill(attraction, 0, <usize>(n * dim) << 2);
  let energy: f64 = 0;
  for (let i = 0; i < n; i++) {
    const at = positions + (<usize>(i * dim) << 2);
    const x = load<f32>(at);
    const y = load<f32>(at, 4);
    const z = dim == 3 ? load<f32>(at, 8) : f32(0);
    let fx: f32 = 0;
    let fy: f32 = 0;
    let fz: f32 = 0;
    const end = i32At(starts, i + 1);
    for (let pair = i32At(starts, i); pair < end; pair++) {
      const offset = <usize>(i32At(others, pair) * dim) << 2;
      const other = positions + offset;
      const pulled = attraction + offset;
      const dx = x - load<f32>(other);
      const dy = y - load<f32>(other, 4);
      const p = f32At(weights, pair);
      if (dim == 2) {
        const d2 = f32(1) + dx * dx + dy * dy;
        const w = p / d2;
        fx += w * dx;
        fy += w * dy;
        store<f32>(pulled, load<f32>(pulled) - w * dx);
        store<f32>(pulled, load<f32>(pulled, 4) - w * dy, 4);
        if (isLook) energy += f64(p) * Math.log(f64(p) * f64(d2));
      } else {
        const dz = z - load<f32>(other, 8);
        const d2 = f32(1) + dx * dx + dy * dy + dz * dz;
        const w = p / d2;
        fx += w * dx;
        fy += w * dy;
        fz += w * dz;
        store<f32>(pulled, load<f32>(pulled) - w * dx);
        store<f32>(pulled, load<f32>(pulled, 4) - w * dy, 4);
        store<f32>(pulled, load<f32>(pulled, 8) - w * dz, 8);
        if (isLook) energy += f64(p) * Math.log(f64(p) * f64(d2));
      }
    }
    const pulls = attraction + (<usize>(i * dim) << 2);
    store<f32>(pulls, load<f32>(pulls) + fx);
    store<f32>(pulls, load<f32>(pulls, 4) + fy, 4);
    if (dim == 3) store<f32>(pulls, load<f32>(pulls, 8) + fz, 8);
  }
  // Every pair stands once but counts twice.
  return 2 * energy;
}

function repel2(tree: SpaceTree, n: i32, force: usize, theta: f32): f64 {
  const xs = tree.axis(0);
  const ys = tree.axis(1);
  const end = tree.nodes + NODE_BYTES * <usize>tree.nNodes;
  const one = f32x4.splat(1);
  const near = f32x4.splat(f32(1) / (theta * theta));
  let total: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const x = v128.load(xs + (<usize>i << 2));
    const y = v128.load(ys + (<usize>i << 2));
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
          const px = f32x4.sub(x, v128.load32_splat(xs + (<usize>j << 2)));
          const py = f32x4.sub(y, v128.load32_splat(ys + (<usize>j << 2)));
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
    total += spill(tree, n, i, 2, force, 0, fx, zs);
    spill(tree, n, i, 2, force, 1, fy, zs);
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
  const near = f32x4.splat(f32(1) / (theta * theta));
  let total: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const x = v128.load(xs + (<usize>i << 2));
    const y = v128.load(ys + (<usize>i << 2));
    const z = v128.load(depths + (<usize>i << 2));
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
        const q = f32x4.div(one, f32x4.add(one, d2));
        const mq = f32x4.mul(v128.load32_splat(node, 16), q);
        zs = f32x4.add(zs, mq);
        const push = f32x4.mul(mq, q);
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
          const px = f32x4.sub(x, v128.load32_splat(xs + (<usize>j << 2)));
          const py = f32x4.sub(y, v128.load32_splat(ys + (<usize>j << 2)));
          const pz = f32x4.sub(z, v128.load32_splat(depths + (<usize>j << 2)));
          const r2 = f32x4.add(f32x4.add(f32x4.mul(px, px), f32x4.mul(py, py)), f32x4.mul(pz, pz));
          const q = f32x4.div(one, f32x4.add(one, r2));
          zs = f32x4.add(zs, q);
          const push = f32x4.mul(q, q);
          fx = f32x4.add(fx, f32x4.mul(push, px));
          fy = f32x4.add(fy, f32x4.mul(push, py));
          fz = f32x4.add(fz, f32x4.mul(push, pz));
        }
        node = tree.nodes + NODE_BYTES * <usize>load<i32>(node, 20);
        continue;
      }
      node += NODE_BYTES;
    }
    total += spill(tree, n, i, 3, force, 0, fx, zs);
    spill(tree, n, i, 3, force, 1, fy, zs);
    spill(tree, n, i, 3, force, 2, fz, zs);
  }
  return total - f64(n);
}

const LANES: usize = allocate(32);

// Writes four forces back to where their points belong; returns the sum of `zs` over the points that exist.
function spill(tree: SpaceTree, n: i32, i: i32, dim: i32, force: usize, axis: i32, values: v128, zs: v128): f64 {
  v128.store(LANES, values);
  v128.store(LANES, zs, 16);
  let sum: f64 = 0;
  for (let lane = 0; lane < min(4, n - i); lane++) {
    setF32(force, i32At(tree.order, i + lane) * dim + axis, f32At(LANES, lane));
    sum += f64(f32At(LANES, 4 + lane));
  }
  return sum;
}
