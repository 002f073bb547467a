import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import type { NamedValues } from "#pipeline/arrays/array.ts";
import { ModelError } from "#pipeline/errors.ts";
import { MemoryBytes } from "#pipeline/onnx/file/byte-file.ts";
import { readParquetRun } from "#pipeline/vectors/parquet-run.ts";
import { vectorRows } from "../../../helpers/vectors-file.ts";

const RUN = new Map<string, NamedValues>([
  ["q", { type: "f4", shape: [2, 1, 3, 2], values: Float32Array.from({ length: 12 }, (_, i) => i) }],
  ["k", { type: "f4", shape: [2, 1, 3, 2], values: Float32Array.from({ length: 12 }, (_, i) => -i) }],
  ["tokens", { type: "text", shape: [3], values: ["a", " b", "<i>"] }],
  ["starts", { type: "i4", shape: [2], values: Int32Array.of(0, 2) }],
  ["label:pos", { type: "text", shape: [3], values: ["X", "Y", ""] }],
  ["sequence:kind", { type: "text", shape: [2], values: ["one", "two"] }],
]);

const read = (bytes: Uint8Array): ReturnType<typeof readParquetRun> =>
  readParquetRun(new MemoryBytes("run.parquet", Buffer.from(bytes)));

async function mistakes(bytes: Uint8Array): Promise<string> {
  try {
    await read(bytes);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return (error as Error).message;
  }
}

/** Columns of texts and whole numbers only. */
const table = (columns: Record<string, (string | number)[]>): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({ columnData: Object.entries(columns).map(([name, data]) => ({ name, data })) }),
  );

describe("a Parquet file of vectors", () => {
  it("gives the arrays of a run: tokens, starts, labels, and queries and keys of every layer", async () => {
    const arrays = await read(vectorRows(RUN, { causal: "true", scale: "0.5", other: "left alone" }));
    const found = [...arrays].map(([name, array]) => [name, array.shape, Array.from<unknown>(array.read())]);
    expect(found).toEqual([
      ["starts", [2], [0, 2]],
      ["causal", [], [1]],
      ["scale", [], [0.5]],
      ["tokens", [3], ["a", " b", "<i>"]],
      ["label:pos", [3], ["X", "Y", ""]],
      ["sequence:kind", [2], ["one", "two"]],
      ["q.0", [1, 3, 2], [0, 1, 2, 3, 4, 5]],
      ["k.0", [1, 3, 2], [-0, -1, -2, -3, -4, -5]],
      ["q.1", [1, 3, 2], [6, 7, 8, 9, 10, 11]],
      ["k.1", [1, 3, 2], [-6, -7, -8, -9, -10, -11]],
    ]);
  });

  it("is refused if it is none, is cut, or lacks columns", async () => {
    expect(await mistakes(Buffer.from("a,b\n1,2\n"))).toContain("the Parquet file cannot be read");
    expect(await mistakes(vectorRows(RUN).slice(0, -20))).toContain("the Parquet file cannot be read");
    const message = await mistakes(table({ layer: [0], head: [0], token: ["a"], entropy: [1] }));
    expect(message).toContain("run.parquet: the column q is missing");
    expect(message).toContain("the column sequence is missing");
    expect(message).toContain('run.parquet, "entropy": the column has an unknown name');
  });

  it("is refused if heads are not in their order, or have other tokens than the first", async () => {
    const columns = { sequence: [0, 0], token: ["a", "b"], q: [1, 2], k: [1, 2] };
    expect(await mistakes(table({ ...columns, layer: [0, 0], head: [1, 0] }))).toContain(
      "heads are not in their order: expected L0H0 first, then every head of each layer, received L0H1",
    );
    expect(await mistakes(table({ ...columns, layer: [0, 0], head: [0, 1] }))).toContain(
      'run.parquet, L0H1, token 0: a head has other tokens than the first: expected "a", received "b"',
    );
    const three = { sequence: [0, 0, 0], token: ["a", "a", "b"], q: [1, 2, 3], k: [1, 2, 3] };
    expect(await mistakes(table({ ...three, layer: [0, 0, 0], head: [0, 1, 1] }))).toContain("L0H1, token 1");
  });

  it("is understood or refused in words, whatever becomes of its bytes", async () => {
    const whole = vectorRows(RUN);
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = whole.slice();
      bytes[at]! ^= 0x55;
      await mistakes(bytes);
    }
  });
});
