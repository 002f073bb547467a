import { describe, expect, it } from "vitest";
import { expectClose } from "../../../helpers/expect-close.ts";
import {
  BATCH,
  D_HEAD,
  expectedAttention,
  handModel,
  HEADS,
  LENGTH,
  merge,
  openBytes,
  projections,
  split,
  splitShape,
  WIDTH,
  xFeed,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node, tensor, TYPE } from "../../../helpers/onnx-writer.ts";

const N_OFFSETS = 2 * LENGTH - 1;
/** Index of the offset between query and key, for every sequence and head. */
const offsets = Array.from({ length: BATCH * HEADS * LENGTH * LENGTH }, (_, at) => {
  const [i, j] = [Math.floor(at / LENGTH) % LENGTH, at % LENGTH];
  return BigInt(i - j + LENGTH - 1);
});
const wave = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i * 1.3));

const initializers = [
  longs("split", splitShape),
  longs("joined", [0, 0, WIDTH]),
  floats("root", [], [Math.sqrt(D_HEAD)]),
  floats("offsetsOfKeys", [D_HEAD, N_OFFSETS], wave(D_HEAD * N_OFFSETS)),
  floats("offsetsOfQueries", [D_HEAD, N_OFFSETS], wave(D_HEAD * N_OFFSETS).reverse()),
  tensor(
    "at",
    [BATCH, HEADS, LENGTH, LENGTH],
    TYPE.int64,
    new Uint8Array(BigInt64Array.from(offsets).buffer),
  ),
  longs("apart", [0, HEADS, LENGTH, LENGTH, 1]),
  longs("together", [0, HEADS, LENGTH, LENGTH]),
  floats("rows", [1, 1, LENGTH, LENGTH, 1], wave(LENGTH * LENGTH)),
  floats("slopes", [1, HEADS, 1, 1], [1, 0]),
  floats(
    "distances",
    [1, 1, LENGTH, LENGTH],
    Array.from({ length: LENGTH ** 2 }, (_, at) => -Math.abs((at % LENGTH) - Math.floor(at / LENGTH))),
  ),
];
const begin = [
  ...projections,
  ...split,
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["product"]),
  node("Div", ["product", "root"], ["scaled"]),
];
const end = [
  node("Softmax", ["scores"], ["weights"], { axis: -1 }),
  node("MatMul", ["weights", "v"], ["mixed"]),
  ...merge,
];

async function explainedBy(terms: readonly Buffer[]): Promise<readonly number[]> {
  const model = await openBytes(handModel({ nodes: [...begin, ...terms, ...end], initializers }));
  try {
    const feeds = { x: xFeed() };
    const [block] = await model.run(feeds, BATCH);
    const { q, k } = expectedAttention();
    expectClose(block?.q.data ?? [], q, { abs: 1e-5 });
    expectClose(block?.k.data ?? [], k, { abs: 1e-5 });
    const report = await model.replay(feeds, BATCH);
    expect(report.maxError).toBeLessThan(1e-5);
    return report.explained[0] ?? [];
  } finally {
    await model.release();
  }
}

describe("what q·k explains of the scores", () => {
  it("is all where nothing is added", async () => {
    const shares = await explainedBy([node("Identity", ["scaled"], ["scores"])]);
    for (const share of shares) expect(share).toBeCloseTo(1, 6);
  });

  it("is less in a head with a slope of distance, and all in a head without", async () => {
    const [sloped = 1, level = 0] = await explainedBy([
      node("Mul", ["slopes", "distances"], ["bias"]),
      node("Add", ["scaled", "bias"], ["scores"]),
    ]);
    expect(sloped).toBeLessThan(0.9);
    expect(sloped).toBeGreaterThan(0);
    expect(level).toBeCloseTo(1, 6);
  });

  it("is less where content and position are multiplied both ways, whichever term stands first", async () => {
    const shares = await explainedBy([
      node("MatMul", ["q", "offsetsOfKeys"], ["fromQueries"]),
      node("GatherElements", ["fromQueries", "at"], ["contentToPosition"], { axis: 3 }),
      node("MatMul", ["k", "offsetsOfQueries"], ["fromKeys"]),
      node("GatherElements", ["fromKeys", "at"], ["fromKeysAt"], { axis: 3 }),
      node("Transpose", ["fromKeysAt"], ["positionToContent"], { perm: [0, 1, 3, 2] }),
      node("Add", ["contentToPosition", "positionToContent"], ["terms"]),
      node("Add", ["terms", "scaled"], ["scores"]),
    ]);
    for (const share of shares) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(0.9);
    }
  });

  it("is less where scores go apart by rows and columns to take their terms", async () => {
    const shares = await explainedBy([
      node("Reshape", ["scaled", "apart"], ["scores5"]),
      node("Add", ["scores5", "rows"], ["withRows"]),
      node("Reshape", ["withRows", "together"], ["scores"]),
    ]);
    for (const share of shares) expect(share).toBeLessThan(1);
  });
});
