/** One layer of attention with known weights: graphs of any spelling are built on it and compared with plain arithmetic. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Tensor } from "onnxruntime-node";
import { expect } from "vitest";
import { seededRandom } from "#math/random.ts";
import { openModel, type AttentionModel, type BlockCapture } from "#pipeline/onnx/open-model.ts";
import { expectClose } from "./expect-close.ts";
import { expectSameInAnyOrder, shufflesOf } from "./node-order.ts";
import { floats, node, onnxModel, TYPE, value } from "./onnx-writer.ts";
import { tempFolder } from "./temp-folder.ts";

export const [BATCH, LENGTH, HEADS, D_HEAD] = [2, 5, 2, 8];
export const WIDTH = HEADS * D_HEAD;

const random = seededRandom(5);
const draw = (count: number, size = 1): Float32Array =>
  Float32Array.from({ length: count }, () => (random() - 0.5) * 2 * size);

/** Constants of every hand-built graph, by name. */
export const WEIGHTS = {
  wq: draw(WIDTH * WIDTH),
  wk: draw(WIDTH * WIDTH),
  wv: draw(WIDTH * WIDTH),
  wo: draw(WIDTH * WIDTH),
};
export const X = draw(BATCH * LENGTH * WIDTH);

/** x [B, S, width] → qf, kf, vf [B, S, width]. */
export const projections = ["q", "k", "v"].map((name) => node("MatMul", ["x", `w${name}`], [`${name}f`]));

/** qf, kf, vf → q, k, v [B, H, S, d]. */
export const split = ["q", "k", "v"].flatMap((name) => [
  node("Reshape", [`${name}f`, "split"], [`${name}s`]),
  node("Transpose", [`${name}s`], [name], { perm: [0, 2, 1, 3] }),
]);
export const splitShape = [0, 0, HEADS, D_HEAD];

/** mixed [B, H, S, d] → out [B, S, width]. */
export const merge = [
  node("Transpose", ["mixed"], ["turned"], { perm: [0, 2, 1, 3] }),
  node("Reshape", ["turned", "joined"], ["merged"]),
  node("MatMul", ["merged", "wo"], ["out"]),
];

export interface HandGraph {
  readonly nodes: readonly Buffer[];
  readonly initializers?: readonly Buffer[];
  readonly opset?: number;
  readonly batch?: number;
  readonly inputs?: readonly Buffer[];
}

/** A graph over x and the four weight matrices. */
export function handModel({
  nodes,
  initializers = [],
  opset = 17,
  batch = BATCH,
  inputs = [],
}: HandGraph): Buffer {
  const weights = Object.entries(WEIGHTS).map(([name, data]) => floats(name, [WIDTH, WIDTH], data));
  return onnxModel(
    {
      nodes,
      initializers: [...weights, ...initializers],
      inputs: [value("x", TYPE.float, [batch, "length", WIDTH]), ...inputs],
      outputs: ["out"],
    },
    opset,
  );
}

/** What plain arithmetic gives: [B][H] of q, k [S, d] and weights [S, S]. */
export interface Expected {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly weights: Float32Array;
  /** [B][H][S], lengths of the value vectors. */
  readonly valueNorms: Float32Array;
}

export interface ExpectedOptions {
  readonly scale?: number;
  /** Turns a scaled score into what enters the softmax. */
  readonly score?: (score: number, at: { b: number; h: number; i: number; j: number }) => number;
  /** A score that no key owns, which takes its share of the softmax. */
  readonly sink?: number;
  /** Key head of each head. */
  readonly keyHead?: (head: number) => number;
  readonly batch?: number;
}

/** q, k [B, H, S, d] and weights [B, H, S, S] of the hand-built layer. */
export function expectedAttention(options: ExpectedOptions = {}): Expected {
  const {
    scale = 1 / Math.sqrt(D_HEAD),
    score = (x: number) => x,
    keyHead = (head: number) => head,
    batch = BATCH,
  } = options;
  const at = (weights: Float32Array, b: number, s: number, column: number): number => {
    let sum = 0;
    for (let i = 0; i < WIDTH; i++) sum += X[(b * LENGTH + s) * WIDTH + i]! * weights[i * WIDTH + column]!;
    return sum;
  };
  const q: number[] = [];
  const k: number[] = [];
  const weights: number[] = [];
  const valueNorms: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < HEADS; h++) {
      const rows = (matrix: Float32Array, head: number): number[][] =>
        Array.from({ length: LENGTH }, (_, s) =>
          Array.from({ length: D_HEAD }, (_, d) => at(matrix, b, s, head * D_HEAD + d)),
        );
      const [queries, keys] = [rows(WEIGHTS.wq, h), rows(WEIGHTS.wk, keyHead(h))];
      q.push(...queries.flat());
      k.push(...keys.flat());
      valueNorms.push(...rows(WEIGHTS.wv, keyHead(h)).map((value) => Math.hypot(...value)));
      queries.forEach((query, i) => {
        const scores = keys.map((key, j) => {
          const product = query.reduce((sum, x, d) => sum + x * key[d]!, 0);
          return score(product * scale, { b, h, i, j });
        });
        const top = Math.max(...scores);
        const powers = scores.map((x) => Math.exp(x - top));
        const own = options.sink === undefined ? 0 : Math.exp(options.sink - top);
        const sum = powers.reduce((a, x) => a + x, own);
        weights.push(...powers.map((x) => x / sum));
      });
    }
  }
  return {
    q: Float32Array.from(q),
    k: Float32Array.from(k),
    weights: Float32Array.from(weights),
    valueNorms: Float32Array.from(valueNorms),
  };
}

export function xFeed(batch = BATCH): Tensor {
  return new Tensor("float32", X.slice(0, batch * LENGTH * WIDTH), [batch, LENGTH, WIDTH]);
}

export interface Check {
  readonly tolerance?: number;
  readonly replay?: number;
  /** Factor of this export's queries and keys. */
  readonly qFactor?: number;
  readonly kFactor?: number;
  readonly feeds?: Readonly<Record<string, Tensor>>;
  readonly batch?: number;
}

/** Opens the bytes as a file, once it is read alike with its nodes in other orders. */
export async function openBytes(bytes: Buffer): Promise<AttentionModel> {
  const path = join(await tempFolder(), "model.onnx");
  writeFileSync(path, bytes);
  expectSameInAnyOrder(path, shufflesOf(4));
  return openModel(path);
}

/** Opens, runs and replays a graph with one block, and compares it with plain arithmetic. */
export async function expectAttention(
  bytes: Buffer,
  expected: Expected,
  check: Check = {},
): Promise<BlockCapture> {
  const { tolerance = 1e-5, replay = 1e-5, qFactor = 1, kFactor = 1, batch = BATCH } = check;
  const model = await openBytes(bytes);
  try {
    expect(model.blocks).toHaveLength(1);
    const feeds = { x: xFeed(batch), ...check.feeds };
    const [block] = await model.run(feeds, batch);
    if (!block) throw new Error("nothing captured");
    expect(block.weights.dims).toEqual([batch, HEADS, LENGTH, LENGTH]);
    const scaled = (values: Float32Array, factor: number): Float32Array => values.map((x) => x * factor);
    expectClose(block.q.data, scaled(expected.q, qFactor), { abs: tolerance });
    expectClose(block.k.data, scaled(expected.k, kFactor), { abs: tolerance });
    expectClose(block.weights.data, expected.weights, { abs: tolerance });
    if (!block.valueNorms) throw new Error("no value norms");
    expectClose(block.valueNorms.data, expected.valueNorms, { abs: tolerance });
    const report = await model.replay(feeds, batch);
    expect(report.maxError).toBeLessThanOrEqual(replay);
    expect(report.isUnderstood).toBe(true);
    return block;
  } finally {
    await model.release();
  }
}
