import { describe, expect, it } from "vitest";
import { arrayInMemory, type NamedValues } from "#pipeline/arrays/array.ts";
import { captureVectors } from "#pipeline/capture/capture-vectors.ts";
import type { CaptureReport } from "#pipeline/capture/capture.ts";
import { readHead, type HeadVectors } from "#pipeline/capture/read-head.ts";
import { encodeRun } from "#pipeline/vectors/encode-run.ts";
import { readRun } from "#pipeline/vectors/read-run.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const floats = (shape: number[], values: number[]): NamedValues => ({
  type: "f4",
  shape,
  values: Float32Array.from(values),
});

/** Two sequences of two tokens and one; two heads of one number that share their keys. */
const RUN: Record<string, NamedValues> = {
  q: floats([1, 2, 3, 1], [1, 2, 3, 4, 5, 6]),
  k: floats([1, 1, 3, 1], [0, Math.LN2, 1]),
  scale: floats([], [1]),
  tokens: { type: "text", shape: [3], values: ["a", " b", "c"] },
  starts: { type: "u4", shape: [2], values: Uint32Array.of(0, 2) },
};
const CAUSAL: NamedValues = { type: "b1", shape: [], values: Uint8Array.of(1) };
const GIVEN = floats([1, 2, 5], [1, 0, 1 / 5, 4 / 5, 1, 1, 0, 1 / 33, 32 / 33, 1]);

async function captured(
  arrays: Record<string, NamedValues>,
  limit = { sequences: 200, points: 1000 },
): Promise<{ report: CaptureReport; read: (head: number, nTokens?: number) => Promise<HeadVectors> }> {
  const run = readRun("run.npz", {
    arrays: new Map(Object.entries(arrays).map(([name, values]) => [name, arrayInMemory(values)])),
    where: (name) => `run.npz, ${name}`,
    close: () => undefined,
  });
  const folder = await tempFolder();
  const input = encodeRun(run, { limit, seed: 1, datasetFile: "run.yaml" });
  const report = await captureVectors({ run, ...input }, folder);
  const { nTokens, starts } = input.dataset;
  const nWeights = starts.slice(1).reduce((n, end, s) => n + (end - starts[s]!) ** 2, 0);
  const read = (head: number): Promise<HeadVectors> => {
    const { id, dHead, checksums } = report.heads[head]!;
    return readHead(folder, id, checksums, { nQueries: nTokens, nKeys: nTokens, dHead, nWeights });
  };
  return { report, read };
}

const close = (numbers: Float32Array): string[] => [...numbers].map((value) => value.toFixed(6));

describe("the capture of vectors", () => {
  it("computes the weights of q·k, sequence by sequence, and repeats keys that heads share", async () => {
    const { report, read } = await captured({ ...RUN, causal: CAUSAL });
    expect(report.heads.map(({ id, keyHead, isCausal }) => [id, keyHead, isCausal])).toEqual([
      [{ layer: 0, head: 0 }, 0, true],
      [{ layer: 0, head: 1 }, 0, true],
    ]);
    const [first, second] = [await read(0), await read(1)];
    expect([...first.q]).toEqual([1, 2, 3]);
    expect([...second.k]).toEqual([...first.k]);
    // Scores of the second query: 2 · 0 and 2 · ln 2, so weights 1 : 4; of the second head 5 · ln 2, 1 : 32.
    expect(close(first.weights)).toEqual([1, 0, 1 / 5, 4 / 5, 1].map((value) => value.toFixed(6)));
    expect(close(second.weights)).toEqual([1, 0, 1 / 33, 32 / 33, 1].map((value) => value.toFixed(6)));
    expect(report.warnings).toEqual([]);
  });

  it("keeps weights that are given, and says by how much they differ from those of q·k", async () => {
    const own = await captured({ ...RUN, weights: GIVEN });
    expect(close((await own.read(0)).weights)).toEqual(
      [1, 0, 1 / 5, 4 / 5, 1].map((value) => value.toFixed(6)),
    );
    expect(own.report.replay).toMatchObject({ isWithin: true, tolerance: 1e-5 });
    const biased = floats([1, 2, 5], [1, 0, 0.5, 0.5, 1, 1, 0, 0.5, 0.5, 1]);
    const { report } = await captured({ ...RUN, weights: biased });
    expect(report.replay.isWithin).toBe(false);
    expect(report.warnings[0]).toContain(
      "differ from the softmax of the queries and keys given by up to 0.47",
    );
  });

  it("allows more where numbers were in 16 bits", async () => {
    const half: NamedValues = { type: "f2", shape: [1, 2, 3, 1], values: Float16Array.of(1, 2, 3, 4, 5, 6) };
    const { report } = await captured({ ...RUN, q: half, weights: GIVEN });
    expect(report.replay.tolerance).toBe(5e-3);
  });

  it("keeps the sequences that the limit leaves", async () => {
    const { read } = await captured({ ...RUN, causal: CAUSAL }, { sequences: 200, points: 2 });
    expect([...(await read(0)).q]).toEqual([3]);
  });

  it.each([
    [
      [1, 0, 0.5, 0.7, 1, 1, 0, 0.5, 0.5, 1],
      "these are no weights: expected numbers from 0 on",
      "a sum of 1.20",
    ],
    [[1, 0, -0.5, 1, 1, 1, 0, 0.5, 0.5, 1], "these are no weights", "-0.5"],
    [[0.5, 0.5, 0.5, 0.5, 1, 1, 0, 0.5, 0.5, 1], "a query looks ahead: expected 0 for all keys", "a weight"],
  ])("refuses weights that are none: %j", async (values, expected, received) => {
    const weights = floats([1, 2, 5], values);
    const message = await captured({ ...RUN, weights, causal: CAUSAL }).catch(String);
    expect(message).toContain(`run.npz, L0H0, query`);
    expect(message).toContain(expected);
    expect(message).toContain(`received ${received}`);
  });
});
