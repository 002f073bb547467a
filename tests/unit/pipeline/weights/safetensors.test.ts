import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { ModelError } from "#pipeline/errors.ts";
import { ByteFile } from "#pipeline/onnx/file/byte-file.ts";
import { readSafetensors, type Safetensors } from "#pipeline/weights/safetensors.ts";
import { safetensorsFile, tensorEntry } from "../../../helpers/safetensors-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

async function read(bytes: Uint8Array): Promise<Safetensors> {
  const path = join(await tempFolder(), "model.safetensors");
  await writeFile(path, bytes);
  const file = new ByteFile(path);
  onTestFinished(() => file.close());
  return readSafetensors(file);
}

describe("a safetensors file", () => {
  it("says where the bytes of each tensor are, whatever the order of its header", async () => {
    // The reference implementation pads headers with spaces; a scalar has an empty shape, an empty tensor no bytes.
    const header = {
      wte: tensorEntry("F32", [2, 3], 4, 28),
      [`__metadata__`]: { format: "pt" },
      bias: tensorEntry("BF16", [2], 0, 4),
      scale: tensorEntry("F32", [], 28, 32),
      empty: tensorEntry("I64", [0, 7], 28, 28),
    };
    const text = `${JSON.stringify(header)}   `;
    const { tensors, metadata } = await read(safetensorsFile(text, new Uint8Array(32)));
    const start = 8 + text.length;
    expect(metadata).toEqual({ format: "pt" });
    expect([...tensors]).toEqual([
      ["bias", { dtype: "BF16", shape: [2], offset: start, length: 4 }],
      ["wte", { dtype: "F32", shape: [2, 3], offset: start + 4, length: 24 }],
      ["empty", { dtype: "I64", shape: [0, 7], offset: start + 28, length: 0 }],
      ["scale", { dtype: "F32", shape: [], offset: start + 28, length: 4 }],
    ]);
  });

  it("gives back the bytes of any tensors that are written one after the other", async () => {
    const part = fc.record({ name: fc.string({ minLength: 1 }), bytes: fc.uint8Array({ maxLength: 40 }) });
    const parts = fc.uniqueArray(part, { selector: ({ name }) => name, maxLength: 8 });
    const folder = await tempFolder();
    await fc.assert(
      fc.asyncProperty(parts, async (given) => {
        fc.pre(given.every(({ name }) => name !== "__metadata__" && name !== "__proto__"));
        let at = 0;
        const header = given.map(({ name, bytes }): [string, object] => [
          name,
          tensorEntry("U8", [bytes.length], at, (at += bytes.length)),
        ]);
        const path = join(folder, "model.safetensors");
        await writeFile(
          path,
          safetensorsFile(Object.fromEntries(header), Buffer.concat(given.map(({ bytes }) => bytes))),
        );
        const file = new ByteFile(path);
        const { tensors } = readSafetensors(file);
        for (const { name, bytes } of given) {
          const { offset, length } = tensors.get(name) ?? { offset: 0, length: -1 };
          expect([...file.bytes(offset, length)]).toEqual([...bytes]);
        }
        file.close();
      }),
      { numRuns: 40 },
    );
  });

  const data = new Uint8Array(8);
  it.each<[what: string, bytes: Uint8Array, message: RegExp]>([
    [
      "a quarter of a million names",
      safetensorsFile(`{${Array.from({ length: 250_001 }, (_, i) => `"${i}":0`).join()}}`),
      /it holds too many tensors: expected at most 250000, received 250001/,
    ],
    ["nothing", new Uint8Array(0), /is cut: expected .+, received 0 bytes/],
    ["less than a length", new Uint8Array(7), /is cut/],
    [
      "a header longer than itself",
      safetensorsFile("{}", data, 11n),
      /too long: expected at most 10 bytes, received 11/,
    ],
    [
      "a header of 2⁶⁴ − 1 bytes",
      safetensorsFile("{}", data, 2n ** 64n - 1n),
      /received 18446744073709551615/,
    ],
    ["a header that is no JSON", safetensorsFile("{]", data), /cannot be read: expected JSON/],
    ["a header that is a list", safetensorsFile("[]", data), /begins with \{, received "\[\]"/],
    ["a header that begins with a space", safetensorsFile(" {}"), /begins with \{/],
    ["a header that is no UTF-8", safetensorsFile("{}").fill(0xff, 9, 10), /cannot be read/],
    [
      "a name twice",
      safetensorsFile('{"a":1,"a":1}'),
      /stands twice in its header: expected each name once, received "a"/,
    ],
    [
      "a tensor that is a text",
      safetensorsFile({ a: "F32" }),
      /, a: this is no tensor: expected a dtype among F64, F32/,
    ],
    ["a tensor that is null", safetensorsFile({ a: null }), /expected a dtype/],
    [
      "a type of no name",
      safetensorsFile({ a: tensorEntry("constructor", [2], 0, 8) }, data),
      /expected a dtype/,
    ],
    [
      "a shape below zero",
      safetensorsFile({ a: tensorEntry("F32", [-2, -1], 0, 8) }, data),
      /expected a shape of whole/,
    ],
    [
      "half a row",
      safetensorsFile({ a: tensorEntry("F32", [0.5, 4], 0, 8) }, data),
      /expected a shape of whole/,
    ],
    [
      "offsets beyond any file",
      safetensorsFile({ a: tensorEntry("F32", [2], 0, 2 ** 60) }, data),
      /expected data_offsets/,
    ],
    [
      "offsets the other way round",
      safetensorsFile({ a: tensorEntry("F32", [2], 8, 0) }, data),
      /expected 8 bytes, by its shape/,
    ],
    [
      "a shape larger than its bytes",
      safetensorsFile({ a: tensorEntry("F32", [3], 0, 8) }, data),
      /expected 12 bytes/,
    ],
    [
      "a shape whose product is zero in 64 bits",
      safetensorsFile({ a: tensorEntry("F32", [2 ** 32, 2 ** 32], 0, 0) }),
      /expected 73786976294838206464 bytes/,
    ],
    [
      "overlapping tensors",
      safetensorsFile(
        { a: tensorEntry("F32", [1], 0, 4), b: tensorEntry("F32", [1], 2, 6) },
        new Uint8Array(6),
      ),
      /, b: tensors overlap: expected data from byte 4 on, received byte 2/,
    ],
    [
      "a gap",
      safetensorsFile({ a: tensorEntry("F32", [1], 0, 4), b: tensorEntry("I8", [2], 6, 8) }, data),
      /, b: bytes between two tensors belong to none: expected data from byte 4/,
    ],
    [
      "bytes in front of the first tensor",
      safetensorsFile({ a: tensorEntry("F32", [1], 4, 8) }, data),
      /between two/,
    ],
    [
      "bytes behind the last",
      safetensorsFile({ a: tensorEntry("F32", [1], 0, 4) }, data),
      /, a: bytes behind the last tensor/,
    ],
    ["bytes without any tensor", safetensorsFile({}, data), /, its end: bytes behind/],
    [
      "less data than tensors",
      safetensorsFile({ a: tensorEntry("F32", [4], 0, 16) }, data),
      /, a: the file is cut/,
    ],
    [
      "metadata of numbers",
      safetensorsFile({ __metadata__: { steps: 3 } }),
      /__metadata__: the metadata are wrong/,
    ],
  ])("with %s is refused by name", async (_, bytes, message) => {
    const read_ = read(bytes);
    await expect(read_).rejects.toThrow(ModelError);
    await expect(read_).rejects.toThrow(message);
    await expect(read_).rejects.toThrow("Fetch the file again");
  });

  it("is refused with all that is wrong in it, and the rest is counted", async () => {
    const names = Array.from({ length: 105 }, (_, i) => [`t${i}`, 0]);
    const refused = read(safetensorsFile(Object.fromEntries(names) as object));
    await expect(refused).rejects.toThrow(
      /, t0: this is no tensor.+, t99: this is no tensor.+… and 5 more\./s,
    );
  });
});
