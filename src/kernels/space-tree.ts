// A quadtree or octree over points sorted along a Morton curve, laid out in depth-first order with skip links, so that
// a walk is one loop without a stack. Centers of mass come from prefix sums over the sorted points.
import { allocate, f32At, i32At, setF32, setI32 } from "./memory";

/** Points of a leaf are visited one by one. */
const LEAF_POINTS = 24;
/** Numbers of a node: center (3), squared side without that of the grain, mass, next node when this one is not opened, first point, last point. */
export const NODE_BYTES: usize = 32;

/** Codes are sorted by so many bits at a time: three times for all of them. */
const DIGIT_BITS = 11;
const N_DIGITS = 1 << DIGIT_BITS;

/** Cells no larger than the grain are taken whole wherever they are, and larger ones a little sooner. */
export class SpaceTree {
  nNodes: i32 = 0;
  nodes: usize;
  /** Index of every point, in the order of the curve. */
  order: usize;
  /** f32 [dim][n + 4]: positions in the order of the curve, one axis after the other, the last point repeated. */
  sorted: usize;
  private codes: usize;
  private spare: usize;
  private spareOrder: usize;
  private sums: usize;
  private side: f32 = 0;

  constructor(
    private n: i32,
    private dim: i32,
    private grain: f32,
  ) {
    const words = (<usize>n + 4) << 2;
    this.nodes = allocate(NODE_BYTES * <usize>(n * 2 + 64));
    this.order = allocate(words);
    this.sorted = allocate(words * dim);
    this.codes = allocate(words);
    this.spare = allocate(words);
    this.spareOrder = allocate(words);
    this.sums = allocate(((<usize>n + 1) << 3) * dim);
  }

  /** Sorted positions of one axis. */
  axis(axis: i32): usize {
    return this.sorted + ((<usize>axis * (<usize>this.n + 4)) << 2);
  }

  build(positions: usize): void {
    this.sortPoints(positions);
    this.nNodes = 0;
    this.addNode(0, this.n, 0);
  }

  private sortPoints(positions: usize): void {
    const n = this.n;
    const dim = this.dim;
    let low = f32(Infinity);
    let high = f32(-Infinity);
    for (let i = 0; i < n; i++) {
      for (let axis = 0; axis < dim; axis++) {
        const value = f32At(positions, (i << 2) + axis);
        low = min(low, value);
        high = max(high, value);
      }
    }
    const cells = dim == 2 ? 65535 : 1023;
    this.side = max(high - low, f32(1e-12));
    const scale = f32(cells) / this.side;
    for (let i = 0; i < n; i++) {
      let code: u32 = 0;
      for (let axis = 0; axis < dim; axis++) {
        const cell = <u32>((f32At(positions, (i << 2) + axis) - low) * scale);
        code |= (dim == 2 ? spread2(cell) : spread3(cell)) << axis;
      }
      setI32(this.codes, i, code);
      setI32(this.order, i, i);
    }
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) this.sortDigit(shift);
    for (let axis = 0; axis < dim; axis++) {
      const line = this.axis(axis);
      const sums = this.sums + ((<usize>axis * (<usize>n + 1)) << 3);
      let sum: f64 = 0;
      store<f64>(sums, 0);
      for (let i = 0; i < n; i++) {
        const value = f32At(positions, (i32At(this.order, i) << 2) + axis);
        setF32(line, i, value);
        sum += f64(value);
        store<f64>(sums + ((<usize>i + 1) << 3), sum);
      }
      for (let i = n; i < n + 4; i++) setF32(line, i, f32At(line, n - 1));
    }
  }

  // One pass of a radix sort: stable, so that equal codes keep the order of the points.
  private sortDigit(shift: i32): void {
    const n = this.n;
    const counts = COUNTS;
    memory.fill(counts, 0, (N_DIGITS + 1) << 2);
    for (let i = 0; i < n; i++) {
      const slot = (((<u32>i32At(this.codes, i)) >> shift) & (N_DIGITS - 1)) + 1;
      setI32(counts, slot, i32At(counts, slot) + 1);
    }
    for (let slot = 1; slot <= N_DIGITS; slot++)
      setI32(counts, slot, i32At(counts, slot) + i32At(counts, slot - 1));
    for (let i = 0; i < n; i++) {
      const code = i32At(this.codes, i);
      const slot = ((<u32>code) >> shift) & (N_DIGITS - 1);
      const to = i32At(counts, slot);
      setI32(counts, slot, to + 1);
      setI32(this.spare, to, code);
      setI32(this.spareOrder, to, i32At(this.order, i));
    }
    let swapped = this.codes;
    this.codes = this.spare;
    this.spare = swapped;
    swapped = this.order;
    this.order = this.spareOrder;
    this.spareOrder = swapped;
  }

  private addNode(from: i32, to: i32, level: i32): void {
    const node = this.nodes + NODE_BYTES * <usize>this.nNodes;
    this.nNodes += 1;
    const mass = to - from;
    for (let axis = 0; axis < this.dim; axis++) {
      const sums = this.sums + ((<usize>axis * (<usize>this.n + 1)) << 3);
      const total = load<f64>(sums + ((<usize>to) << 3)) - load<f64>(sums + ((<usize>from) << 3));
      store<f32>(node + ((<usize>axis) << 2), f32(total / f64(mass)));
    }
    const levels = this.dim == 2 ? 16 : 10;
    const side = this.side / f32(1 << level);
    const isLeaf = mass <= LEAF_POINTS || level == levels;
    store<f32>(node, side * side - this.grain * this.grain, 12);
    store<f32>(node, f32(mass), 16);
    store<i32>(node, isLeaf ? from : -1, 24);
    store<i32>(node, to, 28);
    if (!isLeaf) {
      const shift = this.dim * (levels - 1 - level);
      const children = 1 << this.dim;
      let start = from;
      for (let child = 0; child < children && start < to; child++) {
        const end = this.firstAfter(start, to, shift, child, children - 1);
        if (end > start) this.addNode(start, end, level + 1);
        start = end;
      }
    }
    store<i32>(node, this.nNodes, 20);
  }

  // First point from `start` whose digit is above `child`.
  private firstAfter(start: i32, to: i32, shift: i32, child: i32, mask: i32): i32 {
    let low = start;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((((<u32>i32At(this.codes, middle)) >> shift) & mask) <= <u32>child) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const COUNTS: usize = allocate((N_DIGITS + 2) << 2);

// Puts a free bit after every bit.
function spread2(x: u32): u32 {
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  return (x | (x << 1)) & 0x55555555;
}

// Puts two free bits after every bit.
function spread3(x: u32): u32 {
  x = (x | (x << 16)) & 0x030000ff;
  x = (x | (x << 8)) & 0x0300f00f;
  x = (x | (x << 4)) & 0x030c30c3;
  return (x | (x << 2)) & 0x09249249;
}
