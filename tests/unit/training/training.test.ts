import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { Graph, type Value } from "#pipeline/graph/graph.ts";
import { gpt2Loss } from "../../../src/training/models/gpt2-loss.ts";
import { gpt2Parameters } from "../../../src/training/models/gpt2.ts";
import { adamwStep } from "../../../src/training/optimizer/adamw.ts";
import { muonStep, orthogonalize } from "../../../src/training/optimizer/muon.ts";
import { startValues } from "../../../src/training/optimizer/start-values.ts";
import { layOut, readParameters, writeGroup } from "../../../src/training/optimizer/state-layout.ts";
import { rateAt } from "../../../src/training/trainer/schedule.ts";
import { Trainer, type Feeds } from "../../../src/training/trainer/trainer.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const floats = (values: readonly number[], shape: readonly number[]): Tensor =>
  new Tensor("float32", Float32Array.from(values), shape);
const longs = (values: readonly number[], shape: readonly number[]): Tensor =>
  new Tensor("int64", BigInt64Array.from(values, BigInt), shape);

async function run(graph: Graph, feeds: Feeds): Promise<Record<string, number[]>> {
  const session = await InferenceSession.create(graph.bytes());
  const out = await session.run(feeds);
  return Object.fromEntries(
    Object.entries(out).map(([name, value]) => [name, Array.from(value.data as Float32Array)]),
  );
}

describe("adamwStep", () => {
  it("moves by the rate in the first step, whatever the gradient's size, and takes the decay off", async () => {
    const graph = new Graph();
    const input = (name: string): Value => graph.input(name, "float", [2]);
    const scalar = (value: number): Value => graph.floats([value]);
    const rates = { rate: scalar(0.1), corrections: [scalar(1 - 0.9), scalar(1 - 0.98)] as const };
    const state = { values: input("values"), mean: input("mean"), square: input("square") };
    const next = adamwStep(graph, state, input("gradient"), rates, 0.5);
    for (const [name, value] of Object.entries<Value>({ ...next })) graph.output(`next ${name}`, value);
    const zeros = floats([0, 0], [2]);
    const out = await run(graph, {
      values: floats([1, -2], [2]),
      mean: zeros,
      square: zeros,
      gradient: floats([4, -0.25], [2]),
    });
    expectClose(out["next values"]!, [1 - 0.1 * (1 + 0.5), -2 - 0.1 * (-1 - 1)], { abs: 1e-5 });
    expectClose(out["next mean"]!, [0.4, -0.025], { abs: 1e-6 });
    expectClose(out["next square"]!, [0.32, 0.00125], { abs: 1e-6 });
  });
});

describe("Muon", () => {
  it.each([
    [4, 6],
    [6, 4],
    [5, 5],
  ])("gives a %i × %i matrix singular values near 1 and keeps its directions", async (rows, columns) => {
    const random = seededRandom(2);
    // Singular values 3 and 0.5 along two known pairs of directions.
    const unit = (n: number): number[] => {
      const values = Array.from({ length: n }, () => random() - 0.5);
      const norm = Math.hypot(...values);
      return values.map((value) => value / norm);
    };
    const across = (a: readonly number[], b: readonly number[]): number[] => {
      const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
      const rest = b.map((value, i) => value - dot * a[i]!);
      const norm = Math.hypot(...rest);
      return rest.map((value) => value / norm);
    };
    const [u1, v1] = [unit(rows), unit(columns)];
    const [u2, v2] = [across(u1, unit(rows)), across(v1, unit(columns))];
    const matrix = u1.flatMap((a, i) => v1.map((b, j) => 3 * a * b + 0.5 * u2[i]! * v2[j]!));
    const graph = new Graph();
    graph.output("out", orthogonalize(graph, graph.input("in", "float", [1, rows, columns])));
    const { out } = await run(graph, { in: floats(matrix, [1, rows, columns]) });
    const along = (u: readonly number[], v: readonly number[]): number =>
      u.reduce((sum, a, i) => sum + v.reduce((part, b, j) => part + a * b * out![i * columns + j]!, 0), 0);
    for (const value of [along(u1, v1), along(u2, v2)]) {
      expect(value).toBeGreaterThan(0.6);
      expect(value).toBeLessThan(1.3);
    }
    expect(Math.abs(along(u1, v2))).toBeLessThan(1e-3);
  });

  it("lets a map to more numbers than it takes change more", async () => {
    const change = async (shape: readonly number[]): Promise<number> => {
      const graph = new Graph();
      const state = {
        values: graph.input("values", "float", shape),
        momentum: graph.input("momentum", "float", shape),
      };
      const next = muonStep(graph, state, graph.input("gradient", "float", shape), graph.floats([1]), 0);
      graph.output("next", next.values);
      const n = shape.reduce((a, b) => a * b, 1);
      const zeros = floats(new Array<number>(n).fill(0), shape);
      const gradient = floats(
        Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0)),
        shape,
      );
      const out = await run(graph, { values: zeros, momentum: zeros, gradient });
      return Math.abs(out["next"]![0]!);
    };
    expect((await change([1, 2, 8])) / (await change([1, 8, 2]))).toBeCloseTo(2, 5);
  });
});

describe("the layout of the training state", () => {
  it("gives parameters back as they were put in, those of several parts too", () => {
    const parameters = gpt2Parameters({ nLayers: 2, nHeads: 1, width: 4, nVocabulary: 5, nPositions: 3 });
    const start = startValues(parameters, 3);
    const groups = layOut(parameters);
    expect(groups.map(({ name, shape }) => [name, shape])).toEqual([
      ["adamw-decay", [20]],
      ["adamw", [124]],
      ["muon-4x4", [8, 4, 4]],
      ["muon-4x16", [2, 4, 16]],
      ["muon-16x4", [2, 16, 4]],
    ]);
    const back = readParameters(groups, (group) => writeGroup(group, start));
    expect(back).toEqual(start);
  });
});

describe("rateAt", () => {
  it("warms up, stays, and falls to nothing by the last step", () => {
    const schedule = { steps: 100, warmUpSteps: 10, fall: 0.4 };
    const rates = [0, 4, 9, 50, 60, 80, 99].map((step) => rateAt(step, schedule));
    expectClose(rates, [0.1, 0.5, 1, 1, 1, 0.5, 0.025], { abs: 1e-9 });
  });
});

const TOY = { nLayers: 1, nHeads: 2, width: 8, nVocabulary: 6, nPositions: 8 };
const OPTIONS = { muonRate: 0.02, adamwRate: 0.01, muonDecay: 0.1, adamwDecay: 0.01, maxNorm: 1 };

/** Counting upward: 0 1 2 3 … from a start of its own in each row. */
function countingBatch(step: number): Feeds {
  const ids = Array.from({ length: 32 }, (_, i) => (Math.floor(i / 8) + step + (i % 8)) % 6);
  return {
    ids: longs(ids, [4, 8]),
    targets: longs(
      ids.map((id) => (id + 1) % 6),
      [32],
    ),
    weights: floats(new Array<number>(32).fill(1 / 32), [32]),
  };
}

async function toyTrainer(): Promise<Trainer> {
  const parameters = gpt2Parameters(TOY);
  const trainer = new Trainer(parameters, startValues(parameters, 1), OPTIONS);
  await trainer.addShape("rows", gpt2Loss(TOY, 4, 8));
  return trainer;
}

async function train(trainer: Trainer, upTo: number): Promise<number> {
  let loss = Number.NaN;
  while (trainer.step < upTo) {
    ({ loss = Number.NaN } = await trainer.take("rows", countingBatch(trainer.step), 1));
  }
  return loss;
}

describe("Trainer", () => {
  it("learns to count, to the same bits every time", async () => {
    const [first, second] = [await toyTrainer(), await toyTrainer()];
    const start = await train(first, 1);
    const end = await train(first, 40);
    expect(start).toBeGreaterThan(1.5);
    expect(end).toBeLessThan(0.5);
    expect(await train(second, 40)).toBe(end);
    expect(second.save().equals(first.save())).toBe(true);
  });

  it("goes on from a saved state as if it had never stopped", async () => {
    const [whole, stopped, resumed] = [await toyTrainer(), await toyTrainer(), await toyTrainer()];
    await train(whole, 12);
    await train(stopped, 5);
    resumed.load(stopped.save());
    expect(resumed.step).toBe(5);
    await train(resumed, 12);
    expect(resumed.save().equals(whole.save())).toBe(true);
  });

  it("refuses the state of another model", async () => {
    const trainer = await toyTrainer();
    expect(() => trainer.load(trainer.save().subarray(0, 400))).toThrow(/expected|range|length/i);
  });
});
