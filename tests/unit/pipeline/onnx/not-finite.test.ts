import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectModel } from "#pipeline/inspect/inspect-model.ts";
import { printInspection } from "#pipeline/inspect/print-inspection.ts";
import type { ReplayReport } from "#pipeline/onnx/open-model.ts";
import { replayWarnings } from "#pipeline/onnx/run/replay-report.ts";
import {
  BATCH,
  D_HEAD,
  handModel,
  HEADS,
  LENGTH,
  merge,
  openBytes,
  projections,
  split,
  splitShape,
  WEIGHTS,
  WIDTH,
  xFeed,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const CURE =
  "The file already computes in float32, so its weights contain such numbers or lead to them: use another checkpoint of the model.";
const constants = [
  longs("split", splitShape),
  longs("joined", [0, 0, WIDTH]),
  floats("scale", [], [1 / Math.sqrt(D_HEAD)]),
];
const attend = [
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["product"]),
  node("Mul", ["product", "scale"], ["scaled"]),
];
const rest = [
  node("Softmax", ["scores"], ["weights"], { axis: -1 }),
  node("MatMul", ["weights", "v"], ["mixed"]),
  ...merge,
];
const plain = [...projections, ...split, ...attend, node("Identity", ["scaled"], ["scores"]), ...rest];
type WeightName = keyof typeof WEIGHTS;

/** One layer whose weights are changed. */
function withWeights(change: (name: WeightName, at: number, weight: number) => number): Buffer {
  const weights = (Object.keys(WEIGHTS) as WeightName[]).map((name) =>
    floats(
      name,
      [WIDTH, WIDTH],
      WEIGHTS[name].map((weight, at) => change(name, at, weight)),
    ),
  );
  return onnxModel({
    nodes: plain,
    initializers: [...weights, ...constants],
    inputs: [value("x", TYPE.float, ["batch", "length", WIDTH])],
    outputs: ["out"],
  });
}

async function replayed(bytes: Buffer): Promise<ReplayReport & { readonly warnings: readonly string[] }> {
  const model = await openBytes(bytes);
  try {
    const report = await model.replay({ x: xFeed() }, BATCH);
    return { ...report, warnings: replayWarnings(model.blocks, report) };
  } finally {
    await model.release();
  }
}

describe("a model whose numbers are none", () => {
  it("agrees with nothing, and nothing is said to be explained, where all weights are NaN", async () => {
    const report = await replayed(withWeights(() => Number.NaN));
    expect(report.isWithin).toBe(false);
    expect(report.errors).toEqual([1]);
    expect(report.explained).toEqual([[]]);
    expect(report.notFinite).toEqual(
      [0, 1].map((head) => ({ block: 0, head, part: "queries", value: "NaN" })),
    );
    expect(report.warnings).toEqual([
      `2 heads cannot be drawn: NaN in the queries of L0H0, the first of them. ${CURE}`,
    ]);
  });

  it.each([
    ["queries", "wq", Number.NaN],
    ["keys", "wk", Number.POSITIVE_INFINITY],
    ["keys", "wk", 1e30],
    ["values", "wv", Number.NaN],
  ] as const)("is told by the head whose %s are none (%s holds %d)", async (part, weight, bad) => {
    const isSecondHead = (at: number): boolean => at % WIDTH >= D_HEAD;
    const report = await replayed(
      withWeights((name, at, own) => (name === weight && isSecondHead(at) ? bad : own)),
    );
    expect(report.isWithin).toBe(false);
    expect(report.notFinite).toMatchObject([{ block: 0, head: 1, part }]);
    expect(report.warnings[0]).toMatch(/^1 head cannot be drawn: .* of L0H1, the first of them\./);
  });

  it("is told by its weights where queries and keys are numbers, be it one row of one head", async () => {
    const hole = Array.from({ length: HEADS * LENGTH * LENGTH }, (_, at) =>
      Math.floor(at / LENGTH) === LENGTH + 2 ? Number.NaN : 0,
    );
    const report = await replayed(
      handModel({
        nodes: [...projections, ...split, ...attend, node("Add", ["scaled", "hole"], ["scores"]), ...rest],
        initializers: [...constants, floats("hole", [1, HEADS, LENGTH, LENGTH], hole)],
      }),
    );
    expect(report.isWithin).toBe(false);
    expect(report.notFinite).toEqual([{ block: 0, head: 1, part: "weights", value: "NaN" }]);
  });

  it("is told where attention is inside of an operator", async () => {
    const all = floats("packed", [WIDTH, 3 * WIDTH], new Float32Array(3 * WIDTH * WIDTH).fill(Number.NaN));
    const report = await replayed(
      handModel({
        nodes: [node("Attention", ["x", "packed", "bias"], ["out"], { num_heads: HEADS }, "com.microsoft")],
        initializers: [all, floats("bias", [3 * WIDTH], new Float32Array(3 * WIDTH))],
      }),
    );
    expect(report.isWithin).toBe(false);
    expect(report.notFinite).toHaveLength(HEADS);
  });

  it("is told by inspection, with a cure for a file that is in float32 already", async () => {
    const path = join(await tempFolder(), "model.onnx");
    writeFileSync(
      path,
      withWeights((name, _, weight) => (name === "wk" ? Number.NaN : weight)),
    );
    const inspection = await inspectModel(path, { now: () => 0, secondsPerHead: () => Promise.resolve(1) });
    const text = printInspection(inspection).join("\n");
    expect(text).toContain("replay  FAILS: what the model computes is no number in every head");
    expect(text).toContain("Identity → Softmax, NaN in the keys of L0H0 and 1 head more");
    expect(text).toContain(CURE);
    expect(text).not.toContain("explains");
    expect(text).not.toContain("agrees");
    expect(inspection.towers[0]?.layers[0]).toMatchObject({ replayError: null, explained: null });
  });
});

describe("a row that sees nothing", () => {
  const seen = Array.from({ length: LENGTH ** 2 }, (_, at) =>
    at % LENGTH < Math.floor(at / LENGTH) ? 0 : -Infinity,
  );
  const mask = floats("mask", [1, 1, LENGTH, LENGTH], seen);

  it.each([
    [
      "a softmax that gives NaN, and a Where that takes it away",
      [
        node("Softmax", ["scores"], ["all"], { axis: -1 }),
        node("IsNaN", ["all"], ["isNone"]),
        node("Where", ["isNone", "nothing", "all"], ["weights"]),
      ],
    ],
    [
      "exponentials from which the highest score was taken",
      [
        node("ReduceMax", ["scores"], ["top"], { axes: [-1], keepdims: 1 }),
        node("Sub", ["scores", "top"], ["shifted"]),
        node("Exp", ["shifted"], ["powers"]),
        node("ReduceSum", ["powers", "last"], ["sum"], { keepdims: 1 }),
        node("Div", ["powers", "sum"], ["all"]),
        node("IsNaN", ["all"], ["isNone"]),
        node("Where", ["isNone", "nothing", "all"], ["weights"]),
      ],
    ],
  ])("is no fault of the model: %s", async (_, softmax) => {
    const report = await replayed(
      handModel({
        nodes: [
          ...projections,
          ...split,
          ...attend,
          node("Add", ["scaled", "mask"], ["scores"]),
          ...softmax,
          ...rest.slice(1),
        ],
        initializers: [...constants, mask, floats("nothing", [], [0]), longs("last", [-1])],
      }),
    );
    expect(report).toMatchObject({ isWithin: true, isUnderstood: true, notFinite: [], warnings: [] });
    for (const share of report.explained[0] ?? []) expect(share).toBeCloseTo(1, 6);
  });
});
