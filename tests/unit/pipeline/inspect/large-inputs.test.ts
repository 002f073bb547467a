import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectModel, type Inspection } from "#pipeline/inspect/inspect-model.ts";
import { printInspection } from "#pipeline/inspect/print-inspection.ts";
import { cpuMs } from "../../../helpers/cpu-time.ts";
import { merge, projections, split, splitShape, WEIGHTS, WIDTH } from "../../../helpers/hand-attention.ts";
import { floats, longs, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const clock = { now: () => 0, secondsPerHead: () => Promise.resolve(1) };
const attend = [
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["product"]),
];
const rest = [
  node("Softmax", ["scores"], ["weights"], { axis: -1 }),
  node("MatMul", ["weights", "v"], ["mixed"]),
  ...merge,
];
const initializers = [
  ...Object.entries(WEIGHTS).map(([name, data]) => floats(name, [WIDTH, WIDTH], data)),
  floats("narrow", [1024, WIDTH], new Float32Array(1024 * WIDTH).fill(0.01)),
  longs("split", splitShape),
  longs("joined", [0, 0, WIDTH]),
  longs("middle", [1, 2]),
];

async function inspected(nodes: readonly Buffer[], inputs: readonly Buffer[]): Promise<Inspection> {
  const path = join(await tempFolder(), "model.onnx");
  writeFileSync(path, onnxModel({ nodes, initializers, inputs, outputs: ["out"] }));
  return inspectModel(path, clock);
}

describe("inputs that are too large to be made up", () => {
  it("are named with the limit, and all that the graph alone tells is shown", async () => {
    const startMs = cpuMs();
    const inspection = await inspected(
      [
        node("Gather", ["table", "input_ids"], ["wide"]),
        node("MatMul", ["wide", "narrow"], ["x"]),
        ...projections,
        ...split,
        ...attend,
        node("Identity", ["product"], ["scores"]),
        ...rest,
      ],
      [value("input_ids", TYPE.int64, ["batch", "length"]), value("table", TYPE.float, [250_880, 1024])],
    );
    expect(cpuMs() - startMs).toBeLessThan(5000);
    const text = printInspection(inspection).join("\n");
    expect(text).toContain(
      "replay  could not be run on made-up input: at most 33,554,432 numbers are made up for all inputs, and they would take 256,901,248 numbers: most of them table [250880, 1024]",
    );
    expect(text).toContain("layers: 1 layer\n    L0  self, float32, MatMul → Identity → Softmax\n");
  });

  it("are tried with shorter sequences, and it is said which ones were not", async () => {
    const inspection = await inspected(
      [
        ...projections,
        ...split,
        ...attend,
        node("ReduceMean", ["pairs"], ["mean"], { axes: [-1], keepdims: 0 }),
        node("Unsqueeze", ["mean", "middle"], ["bias"]),
        node("Add", ["product", "bias"], ["scores"]),
        ...rest,
      ],
      [
        value("x", TYPE.float, ["batch", "length", WIDTH]),
        value("pairs", TYPE.float, ["batch", "length", 600_000]),
      ],
    );
    expect(inspection).toMatchObject({ problem: null, nHeads: 2, replay: { isWithin: true } });
    const notes = inspection.warnings.filter((warning) => warning.includes("not tried"));
    expect(notes.map((note) => note.split(":")[0])).toEqual([
      "Sequences of 64 tokens were not tried",
      "Sequences of 32 tokens were not tried",
    ]);
    expect(notes[1]).toContain("most of them pairs [2, 32, 600000].");
  });
});
