import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { capture, type CaptureReport } from "#pipeline/capture/capture.ts";
import { findHeads } from "#pipeline/capture/find-heads.ts";
import { towersOf } from "#pipeline/capture/towers.ts";
import { startsOf, type EncodedDataset } from "#pipeline/inputs/encoded-dataset.ts";
import { openModel, type AttentionModel } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "../../../helpers/architecture-fixtures.ts";
import { writeFormulaModel } from "../../../helpers/formula-weights.ts";
import { TYPE } from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

const LENGTHS = [5, 7, 4];

function dataset(lengths: readonly number[] = LENGTHS, nIds = 90): EncodedDataset {
  const sequences = lengths.map((length, s) => ({
    ids: Array.from({ length }, (_, i) => 3 + ((i * 7 + s) % nIds)),
    typeIds: new Array<number>(length).fill(0),
    tokens: new Array<string>(length).fill("word"),
    isSpecial: new Array<boolean>(length).fill(false),
    labels: new Map(),
    tokenLabels: new Map(),
  }));
  return {
    kind: "text",
    sequences,
    nTokens: lengths.reduce((a, b) => a + b, 0),
    starts: startsOf(lengths),
    sampledFrom: null,
    tooLong: null,
    grid: null,
  };
}

async function captureOf(name: string): Promise<CaptureReport> {
  const model = await openModel(zooFile(name, "."));
  try {
    return await capture(model, new Map([["", dataset()]]), await tempFolder());
  } finally {
    await model.release();
  }
}

/** Every file of a capture, by name. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const read = await Promise.all(names.map((name) => readFile(join(folder, name), "base64")));
  return Object.fromEntries(names.map((name, i) => [name, read[i]!]));
}

describe("a model that is run layer by layer", () => {
  it.each(["gpt2/plain", "bert/plain"])("leaves the same bytes as in one piece: %s", async (name) => {
    const entry = writeFormulaModel(await tempFolder(), readFixture(name));
    const lengths = [5, 7, 4, 9, 6, 11];
    const captures = await Promise.all(
      [Infinity, 0].map(async (mostBytes) => {
        const [model, folder, done] = [
          await openModel(entry, { mostBytes }),
          await tempFolder(),
          [] as number[],
        ];
        const streams = new Map([["", dataset(lengths, 40)]]);
        const report = await capture(model, streams, folder, { onBatch: (n) => done.push(n) });
        const heads = await findHeads(model, streams);
        await model.release();
        return { report, heads, done: done.at(-1), files: await filesOf(folder) };
      }),
    );
    expect(captures[1]).toEqual(captures[0]);
    expect(captures[0]!.heads).toEqual(captures[0]!.report.heads.map(({ id }) => id));
    expect(captures[0]!.done).toBe(6);
  });
});

describe.skipIf(!hasZoo)("capture (skipped without ../shared/zoo)", () => {
  it("tells which heads share their keys", async () => {
    const report = await captureOf("llama");
    expect(towersOf(report.heads)).toEqual([{ heads: [4, 4, 4], keyHeads: [2, 2, 2] }]);
    expect(report.heads.slice(0, 4).map(({ keyHead }) => keyHead)).toEqual([0, 0, 1, 1]);
    expect(report.heads.every(({ isCausal }) => isCausal)).toBe(true);
    expect(report.warnings).toEqual([]);
  });

  it.each([
    ["once where a batch is no more than a replay takes", [5, 7, 4], ["replay 3"]],
    ["in full after the few of a replay where it is more", [5, 7, 4, 9, 6], ["replay 4", "run 5"]],
  ] as const)("runs the first batch %s, and gives the same numbers", async (_, lengths, expected) => {
    const bert = await openModel(zooFile("bert", "."));
    const runs: string[] = [];
    const counted: AttentionModel = {
      ...bert,
      run: (feeds, n) => {
        runs.push(`run ${n}`);
        return bert.run(feeds, n);
      },
      replay: (feeds, n) => {
        runs.push(`replay ${n}`);
        return bert.replay(feeds, n);
      },
    };
    const apart: AttentionModel = {
      ...bert,
      replay: async (feeds, n) => ({ ...(await bert.replay(feeds, n)), captured: await bert.run(feeds, n) }),
    };
    const [folder, other] = [await tempFolder(), await tempFolder()];
    const streams = new Map([["", dataset(lengths)]]);
    const report = await capture(counted, streams, folder);
    expect(runs).toEqual(expected);
    expect(await capture(apart, streams, other)).toEqual(report);
    const files = await readdir(folder);
    expect(files.length).toBeGreaterThan(12);
    for (const file of files)
      expect(await readFile(join(folder, file)), file).toEqual(await readFile(join(other, file)));
    await bert.release();
  });

  it("runs an encoder and its decoder as one model, and says what position terms add", async () => {
    const report = await captureOf("t5");
    expect(towersOf(report.heads)).toEqual([
      { name: "encoder", heads: [4, 4] },
      { name: "decoder", heads: [4, 4] },
      { name: "cross", heads: [4, 4] },
    ]);
    expect(report.replay.isWithin).toBe(true);
    expect(report.warnings).toHaveLength(1);
    expect(report.warnings[0]).toContain("In 16 of 24 heads the scores hold more than q·k");
  });
});

describe("a model whose numbers overflow", () => {
  const shape = { nHeads: 1, dHead: 2, keyHeads: [0] };
  const tensor = (dims: readonly number[], at: number, bad: number) => {
    const data = new Float32Array(dims.reduce((a, b) => a * b, 1)).fill(0.5);
    if (at >= 0) data[at] = bad;
    return { dims, data };
  };

  it.each([
    ["queries", Number.NaN, "float16", "Numbers overflow in 16 bits: use a float32 export of the model."],
    ["keys", Number.POSITIVE_INFINITY, "quantized", "use an export that is not quantized."],
    ["weights", Number.NaN, "float32", "The file already computes in float32"],
    ["queries", 2 ** 60, "float32", "use another checkpoint of the model."],
  ] as const)(
    "%s of %f are refused by name of the head, with a cure that fits %s",
    async (part, bad, precision, cure) => {
      const run = (_: unknown, nSequences: number): Promise<unknown[]> => {
        const vectors = [nSequences, 1, 7, 2];
        const q = tensor(vectors, part === "queries" ? 3 : -1, bad);
        const k = tensor(vectors, part === "keys" ? 3 : -1, bad);
        const weights = tensor([nSequences, 1, 7, 7], part === "weights" ? 2 : -1, bad);
        return Promise.resolve([{ block: { layer: 1, precision }, ...shape, q, k, weights }]);
      };
      const report = { maxError: 0, isWithin: true, notFinite: [] };
      const model = {
        path: "model.onnx",
        inputs: [{ name: "input_ids", role: "input_ids", dims: [-1, -1], dataType: TYPE.int64 }],
        blocks: [],
        replay: async (feeds: unknown, nSequences: number) => ({
          ...report,
          captured: await run(feeds, nSequences),
        }),
        run,
      } as unknown as AttentionModel;
      const error = await capture(model, new Map([["", dataset()]]), await tempFolder()).catch(String);
      expect(error).toContain(
        `L1H0: the model's ${part} cannot be drawn: expected finite numbers, received ${bad}.\n`,
      );
      expect(error).toContain(cure);
    },
  );
});
