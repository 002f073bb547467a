/** Heads of safetensors files: by hand, and read by the reader that Headland has for checkpoints. */
import { describe, expect, it } from "vitest";
import { safetensorsHead } from "#export/safetensors.ts";
import { MemoryBytes } from "#pipeline/onnx/file/byte-file.ts";
import { readSafetensors } from "#pipeline/weights/safetensors.ts";

describe("the head of a safetensors file", () => {
  const tensors = [
    { name: "a", dtype: "F32", shape: [2, 3] },
    { name: "b", dtype: "BOOL", shape: [] },
    { name: "none", dtype: "F64", shape: [0, 4] },
  ] as const;

  it("is its length and JSON that says where the numbers are, by hand", () => {
    const head = Buffer.from(safetensorsHead(tensors, { text: "ä" }));
    const length = Number(head.readBigUInt64LE(0));
    expect(head.length).toBe(8 + length);
    expect(length % 8).toBe(0);
    expect(JSON.parse(head.subarray(8).toString())).toEqual({
      __metadata__: { text: "ä" },
      a: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
      b: { dtype: "BOOL", shape: [], data_offsets: [24, 25] },
      none: { dtype: "F64", shape: [0, 4], data_offsets: [25, 25] },
    });
  });

  it("is read by the reader of checkpoints, which refuses whatever the format forbids", () => {
    const whole = Buffer.concat([
      safetensorsHead(tensors, { "label:=1+1": '["<b>", "\\u0000"]' }),
      Buffer.alloc(25),
    ]);
    const read = readSafetensors(new MemoryBytes("x", whole));
    expect([...read.tensors.keys()]).toEqual(["a", "b", "none"]);
    expect(read.metadata).toEqual({ "label:=1+1": '["<b>", "\\u0000"]' });
  });
});
