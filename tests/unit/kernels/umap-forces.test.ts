import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels } from "#math/kernels.ts";
import { seededRandom } from "#math/random.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const CURVE = { a: 1.577, b: 0.895 };
const SEED = 5;
const N = 16;
/** Two groups of four edges; no point stands twice. */
const HEADS = [0, 1, 2, 3, 4, 5, 6, 7];
const TAILS = [8, 9, 10, 11, 12, 13, 14, 15];

describe.each([2, 3])("one epoch of UMAP in %i-D", (dim) => {
  // Near, far, and one pair in one place.
  const random = seededRandom(3);
  const start = Float32Array.from({ length: N * dim }, (_, at) => {
    const i = Math.floor(at / dim);
    return i === 15 ? 0 : i === 7 ? 0 : (random() - 0.5) * 4 ** (i % 5);
  });
  const edges = {
    heads: Int32Array.from(HEADS),
    tails: Int32Array.from(TAILS),
    every: Float32Array.of(1, 1),
  };
  // Edges are sampled first in the second epoch, where points move by a quarter of the forces.
  const rate = 0.25;

  it("moves points by the forces of the paper, to half a percent", () => {
    const moved = kernels.umapLayout(start, dim, edges, { nEpochs: 2, ...CURVE, seed: SEED });
    const { expected, reach } = epoch(start, dim, rate);
    for (let at = 0; at < start.length; at++) {
      expect(Math.abs(moved[at]! - expected[at]!)).toBeLessThanOrEqual(0.005 * reach[at]! + 1e-5);
    }
    const farthest = Math.max(...expected.map((x, at) => Math.abs(x - start[at]!)));
    expect(farthest).toBeGreaterThan(0.3);
  });
});

/** The same in double precision and with true powers; `reach` adds up the size of all moves. */
function epoch(start: Float32Array, dim: number, rate: number): { expected: number[]; reach: number[] } {
  const { a, b } = CURVE;
  const [expected, reach] = [Array.from(start), start.map(() => 0)];
  const draw = draws();
  const clip = (x: number): number => Math.min(4, Math.max(-4, x));
  for (let group = 0; group < 2; group++) {
    const edges = [0, 1, 2, 3].map((i) => [HEADS[group * 4 + i]!, TAILS[group * 4 + i]!] as const);
    const before = expected.slice();
    const drawn = Array.from({ length: 5 }, draw);
    const shift = (point: number, axis: number, by: number): void => {
      expected[point * dim + axis]! += by * rate;
      reach[point * dim + axis]! += Math.abs(by) * rate;
    };
    for (const [head, tail] of edges) {
      const axes = Array.from({ length: dim }, (_, axis) => axis);
      const gap = axes.map((axis) => before[head * dim + axis]! - before[tail * dim + axis]!);
      const near = Math.max(1e-12, square(gap));
      const pull = (-2 * a * b * near ** (b - 1)) / (1 + a * near ** b);
      const pulled = axes.map((axis) => before[head * dim + axis]! + rate * clip(pull * gap[axis]!));
      for (const axis of axes) {
        shift(head, axis, clip(pull * gap[axis]!));
        shift(tail, axis, -clip(pull * gap[axis]!));
      }
      for (const other of drawn.filter((point) => point !== head)) {
        const away = axes.map((axis) => pulled[axis]! - before[other * dim + axis]!);
        const far = square(away);
        const push = (2 * b) / ((0.001 + far) * (1 + a * far ** b));
        for (const axis of axes) shift(head, axis, clip(push * away[axis]!));
      }
    }
  }
  return { expected, reach: Array.from(reach) };
}

function square(gap: readonly number[]): number {
  return gap.reduce((sum, x) => sum + x * x, 0);
}

/** Random points as the kernel draws them: xorshift32 in four lanes, one lane after the other. */
function draws(): () => number {
  const lanes = Uint32Array.from({ length: 4 }, (_, lane) => {
    let word = (SEED + Math.imul(0x9e3779b9, lane + 1)) >>> 0;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad) >>> 0;
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97) >>> 0;
    return (word ^ (word >>> 15)) | 1;
  });
  let nDrawn = 0;
  return () => {
    const lane = nDrawn++ % 4;
    let word = lanes[lane]!;
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    lanes[lane] = word;
    return Math.min(N - 1, Math.floor(((word >>> 8) * N) / 2 ** 24));
  };
}
