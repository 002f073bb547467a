// The repulsion in t-SNE (van der Maaten 2014) between all points, with far points grouped in nodes of a tree. Four neighbors
// on the Morton curve walk it together: a node is taken whole when it is far enough from all four.
import { allocate, f32At, i32At, setF32 } from "./memory";
import { NODE_BYTES, SpaceTree } from "./space-tree";

/**
 * In two dimensions: q = 1 / (1 + d²).
 *
 * @param force f32 [n, 4], receives Σ q² · (y − y′).
 * @param isNearer Every push is by √q less: pairs that lie near each other count for more.
 * @returns Σ q over all ordered pairs.
 */
export function repel2(tree: SpaceTree, n: i32, force: usize, theta: f32, isNearer: bool): f64 {
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
        const push = f32x4.mul(mq, Tail.weight(q, isNearer));
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
          const push = f32x4.mul(q, Tail.weight(q, isNearer));
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
  // Every point has met itself once, with weight 1 and no force.
  return total - f64(n);
}

/**
 * In three dimensions.
 *
 * @param tail 1 / ν: q = (1 + d² / ν) to the power of −(ν + 1) / 2, ν being 2, or 7 / 4 where `isNearer`.
 * @param force f32 [n, 4], receives Σ q · w · (y − y′), w = 1 / (1 + tail · d²).
 * @param isNearer Every push is by √w less.
 */
export function repel3(tree: SpaceTree, n: i32, force: usize, theta: f32, tail: f32, isNearer: bool): f64 {
  const xs = tree.axis(0);
  const ys = tree.axis(1);
  const depths = tree.axis(2);
  const end = tree.nodes + NODE_BYTES * <usize>tree.nNodes;
  const one = f32x4.splat(1);
  const tails = f32x4.splat(tail);
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
        const w = f32x4.div(one, f32x4.add(one, f32x4.mul(tails, d2)));
        const mq = f32x4.mul(v128.load32_splat(node, 16), Tail.q(w, isNearer));
        zs = f32x4.add(zs, mq);
        const push = f32x4.mul(mq, Tail.weight(w, isNearer));
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
          const w = f32x4.div(one, f32x4.add(one, f32x4.mul(tails, r2)));
          const q = Tail.q(w, isNearer);
          zs = f32x4.add(zs, q);
          const push = f32x4.mul(q, Tail.weight(w, isNearer));
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

/** Powers of w that q and the pushes have. Methods, because only these can be made to go into their callers. */
class Tail {
  // w to the power of 3 / 2, or 11 / 8.
  @inline
  static q(w: v128, isNearer: bool): v128 {
    const half = f32x4.sqrt(w);
    if (!isNearer) return f32x4.mul(w, half);
    const quarter = f32x4.sqrt(half);
    return f32x4.mul(w, f32x4.mul(quarter, f32x4.sqrt(quarter)));
  }

  @inline
  static weight(w: v128, isNearer: bool): v128 {
    return isNearer ? f32x4.mul(w, f32x4.sqrt(w)) : w;
  }
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
