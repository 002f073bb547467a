// Barnes–Hut t-SNE (van der Maaten 2014) in two and three dimensions: how a map moves under its forces. A map of dim axes
// has Student's t with dim − 1 degrees of freedom (van der Maaten 2009), as in scikit-learn: in 3-D, where there is more
// room, tails are lighter. Points stand four numbers apart, so that one vector holds a point whatever the number of axes.
import { allocate, f32At, i32At, setF32 } from "./memory";
import { SpaceTree } from "./space-tree";
import { attract, negativeEntropy } from "./tsne-pull";
import { repel2, repel3 } from "./tsne-push";

/** The Kullback–Leibler divergence is computed once in this many iterations. */
const CHECK_EVERY = 25;
/** n over this is the learning rate (Belkina et al. 2019), whatever the exaggeration is. */
const SLOWNESS: f32 = 12;
/** 1 / ν: Student's t is (1 + tail · d²) to the power of −(1 + ν) / 2. */
const TAIL_2D: f32 = 1;
const TAIL_3D: f32 = 0.5;
const TAIL_NEAREST_3D: f32 = f32(4) / f32(7);

/**
 * A last part of the way settles the nearest: every force by √w less, and in 3-D a little more tail. scikit-learn's 3-D
 * forces are less by as much all the way long, and then no gradient of the divergence: it finds more of the nearest
 * neighbors so, but keeps less of the large order. Behind a map that has converged this is better for both.
 *
 * @param positions f32 [n, 4]: start, and result; numbers behind the last axis are 0.
 * @param starts i32 [n + 1], others i32 [nPairs], weights f32 [nPairs]: symmetric affinities, every pair once, sum 1/2.
 * @param theta Side of a cell over its distance, below which it is taken whole.
 * @param grain Side of a cell that is taken whole at any distance: t hardly changes within it.
 * @param exaggeration By so much affinities are multiplied in the first iterations.
 * @param earlyPace Share of the learning rate that these iterations have.
 * @param maxIterations At most so many before the last part, nExaggerated included.
 * @param tolerance The map has converged when the divergence falls by less than this share between two looks.
 * @param nSettling Iterations of the last part.
 * @returns The divergence before the last part.
 */
export function tsne(
  positions: usize,
  n: i32,
  dim: i32,
  starts: usize,
  others: usize,
  weights: usize,
  theta: f32,
  grain: f32,
  nExaggerated: i32,
  exaggeration: f32,
  earlyPace: f32,
  maxIterations: i32,
  tolerance: f32,
  nSettling: i32,
): f64 {
  const map = new MovingMap(positions, n, dim, theta, grain);
  const tail = dim == 3 ? TAIL_3D : TAIL_2D;
  const tailNearest = dim == 3 ? TAIL_NEAREST_3D : TAIL_2D;
  // Of a gradient that is four times these forces.
  const rate = (f32(4) * f32(n)) / SLOWNESS;
  const entropy = negativeEntropy(weights, i32At(starts, n));
  let divergence: f64 = Infinity;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const isEarly = iteration < nExaggerated;
    const isLooked = !isEarly && (iteration - nExaggerated) % CHECK_EVERY == 0;
    const z = map.push(tail, false);
    const stretch = attract(positions, n, starts, others, weights, map.attraction, tail, false, isLooked);
    if (isLooked) {
      const now = entropy + stretch * (1 + 1 / f64(tail)) * Math.LN2 + Math.log(z);
      const isConverged = divergence - now < f64(tolerance) * Math.abs(now);
      divergence = now;
      if (isConverged && isUnfolded(positions, n)) break;
    }
    if (isEarly) map.move(z, exaggeration, earlyPace * rate, 0.5);
    else map.move(z, 1, rate, 0.8);
  }
  for (let iteration = 0; iteration < nSettling; iteration++) {
    const z = map.push(tailNearest, true);
    attract(positions, n, starts, others, weights, map.attraction, tailNearest, true, false);
    map.move(z, 1, rate, 0.8);
  }
  return divergence;
}

/** Positions, and what moves them. */
class MovingMap {
  /** f32 [n, 4], as all of these. */
  attraction: usize;
  private repulsion: usize;
  private step: usize;
  private gains: usize;
  private tree: SpaceTree;

  constructor(
    private positions: usize,
    private n: i32,
    private dim: i32,
    private theta: f32,
    grain: f32,
  ) {
    const bytes = (<usize>n) << 4;
    this.tree = new SpaceTree(n, dim, grain);
    this.repulsion = allocate(bytes);
    this.attraction = allocate(bytes);
    this.step = allocate(bytes);
    this.gains = allocate(bytes);
    for (let i = 0; i < n * 4; i++) setF32(this.gains, i, 1);
  }

  /** @returns Sum of q over all ordered pairs. */
  push(tail: f32, isNearer: bool): f64 {
    this.tree.build(this.positions);
    if (this.dim == 2) return repel2(this.tree, this.n, this.repulsion, this.theta, isNearer);
    return repel3(this.tree, this.n, this.repulsion, this.theta, tail, isNearer);
  }

  /** Momentum and gains of Jacobs (1988), as in the reference implementation. */
  move(z: f64, pull: f32, rate: f32, momentum: f32): void {
    const zero = f32x4.splat(0);
    const inverseZ = f32x4.splat(f32(1 / z));
    const bytes = (<usize>this.n) << 4;
    for (let at: usize = 0; at < bytes; at += 16) {
      const pulled = f32x4.mul(f32x4.splat(pull), v128.load(this.attraction + at));
      const gradient = f32x4.sub(pulled, f32x4.mul(inverseZ, v128.load(this.repulsion + at)));
      const last = v128.load(this.step + at);
      const gain = v128.load(this.gains + at);
      const turned = f32x4.lt(f32x4.mul(gradient, last), zero);
      const less = f32x4.max(f32x4.mul(gain, f32x4.splat(0.8)), f32x4.splat(0.01));
      const changed = v128.bitselect(f32x4.add(gain, f32x4.splat(0.2)), less, turned);
      const moved = f32x4.mul(f32x4.mul(f32x4.splat(rate), changed), gradient);
      const next = f32x4.sub(f32x4.mul(f32x4.splat(momentum), last), moved);
      v128.store(this.gains + at, changed);
      v128.store(this.step + at, next);
      v128.store(this.positions + at, f32x4.add(v128.load(this.positions + at), next));
    }
    center(this.positions, this.n);
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
