import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { NamedValues } from "#pipeline/arrays/array.ts";
import { writeNpz } from "#pipeline/arrays/npz.ts";
import { MemoryBytes } from "#pipeline/onnx/file/byte-file.ts";
import { openArrays } from "#pipeline/vectors/open-arrays.ts";
import { safetensorsArrays } from "#pipeline/vectors/safetensors-arrays.ts";
import { mistakesOf } from "../../../helpers/mistakes-of.ts";
import { safetensorsFile, tensorEntry } from "../../../helpers/safetensors-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const ONE: NamedValues = { type: "f4", shape: [1], values: Float32Array.of(1) };

describe("the arrays of several files", () => {
  it("are taken together, and each name stands in one of them", async () => {
    const folder = await tempFolder();
    const [a, b] = [join(folder, "a.npz"), join(folder, "b.npz")];
    await writeFile(a, writeNpz([["q.0", ONE]]));
    await writeFile(b, writeNpz([["k.0", ONE]]));
    const open = await openArrays([a, b]);
    expect([...open.arrays.keys()]).toEqual(["q.0", "k.0"]);
    expect(open.where("k.0")).toBe(`${b}, k.0`);
    open.close();
    await writeFile(b, writeNpz([["q.0", ONE]]));
    await expect(openArrays([a, b])).rejects.toThrow("two files have an array of this name");
  });
});

describe("a safetensors file", () => {
  const read = (bytes: Buffer): ReturnType<typeof safetensorsArrays> =>
    safetensorsArrays(new MemoryBytes("run.safetensors", bytes));

  it("has texts, lists and truth values in its metadata; others are left alone", () => {
    const metadata = {
      format: "pt",
      tokens: '["a", " b"]',
      causal: "true",
      scale: "0.25",
      model: "gpt2",
      "label:x": "[1, null]",
    };
    const found = [...read(safetensorsFile({ __metadata__: metadata }))];
    expect(
      found.map(([name, { type, shape, read: values }]) => [
        name,
        type,
        shape,
        Array.from<unknown>(values()),
      ]),
    ).toEqual([
      ["tokens", "text", [2], ["a", " b"]],
      ["causal", "b1", [], [1]],
      ["scale", "f8", [], [0.25]],
      ["model", "text", [], ["gpt2"]],
      ["label:x", "f8", [2], [1, NaN]],
    ]);
  });

  it("may hold bfloat16, the upper halves of float32", () => {
    const upper = new Uint16Array([0x3fc0, 0xc000]);
    const header = { q: tensorEntry("BF16", [2], 0, 4) };
    const q = read(safetensorsFile(header, new Uint8Array(upper.buffer))).get("q");
    expect(q?.type === "f4" && q.isNarrow).toBe(true);
    expect(q?.read()).toEqual(Float32Array.of(1.5, -2));
  });

  it("is refused where its numbers are in few bits", () => {
    const header = { q: tensorEntry("F8_E4M3", [2], 0, 2) };
    expect(mistakesOf(() => read(safetensorsFile(header, new Uint8Array(2))))).toContain(
      "run.safetensors, q: its dtype is unknown: expected F64, F32, F16",
    );
  });
});
