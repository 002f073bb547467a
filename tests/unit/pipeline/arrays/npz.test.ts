import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { NamedValues, StoredArray } from "#pipeline/arrays/array.ts";
import { npyHeader } from "#pipeline/arrays/npy-header.ts";
import { npyBytes, readNpz, writeNpz } from "#pipeline/arrays/npz.ts";
import { ModelError } from "#pipeline/errors.ts";
import { ByteFile, MemoryBytes } from "#pipeline/onnx/file/byte-file.ts";
import { mistakesOf } from "../../../helpers/mistakes-of.ts";
import { hasNumpy, numpy } from "../../../helpers/numpy.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const read = (bytes: Uint8Array): ReadonlyMap<string, StoredArray> =>
  readNpz(new MemoryBytes("run.npz", Buffer.from(bytes)));
const mistakes = (bytes: Uint8Array): string => mistakesOf(() => read(bytes));

/** One array with this header, and this many bytes. */
const withHeader = (header: string, nBytes = 8, version = 1): Uint8Array => {
  const start = Buffer.from([0x93, ...Buffer.from("NUMPY"), version, 0, 0, 0, 0, 0]);
  if (version === 1) start.writeUInt16LE(header.length, 8);
  else start.writeUInt32LE(header.length, 8);
  const npy = Buffer.concat([
    start.subarray(0, version === 1 ? 10 : 12),
    Buffer.from(header),
    Buffer.alloc(nBytes),
  ]);
  return zipSync({ "q.npy": [npy, { level: 0 }] });
};
const header = (descr: string, shape = "(2,)", order = "False"): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

const FOUR: NamedValues = { type: "f4", shape: [2, 2], values: new Float32Array([1, 2, 3, -0.5]) };

describe("a .npz file", () => {
  it("gives back every type of number, its shape, and texts", () => {
    const arrays: [string, NamedValues][] = [
      ["half", { type: "f2", shape: [2], values: new Float16Array([0.5, -2]) }],
      ["single", FOUR],
      ["double", { type: "f8", shape: [], values: new Float64Array([Math.PI]) }],
      ["long", { type: "i8", shape: [2], values: new BigInt64Array([-1n, 2n ** 60n]) }],
      ["byte", { type: "u1", shape: [3, 0], values: new Uint8Array() }],
      ["truth", { type: "b1", shape: [2], values: new Uint8Array([1, 0]) }],
      ["texts", { type: "text", shape: [3], values: [" a", "", "𝒳\0y"] }],
    ];
    for (const isCompressed of [false, true]) {
      const found = [...read(writeNpz(arrays, { isCompressed }))];
      expect(found.map(([name, { type, shape }]) => [name, type, shape])).toEqual(
        arrays.map(([name, { type, shape }]) => [name, type, shape]),
      );
      expect(found.map(([, array]) => array.read())).toEqual(arrays.map(([, { values }]) => values));
    }
  });

  it("has the same bytes whenever it is written", () => {
    const bytes = writeNpz([["q", FOUR]]);
    vi.useFakeTimers({ now: new Date(2001, 1, 3), toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    expect(Buffer.compare(Buffer.from(writeNpz([["q", FOUR]])), Buffer.from(bytes))).toBe(0);
  });

  it("is read in parts, as stored, as compressed and in the order of Fortran", () => {
    const numbers = Float32Array.from({ length: 24 }, (_, i) => i);
    const stored = writeNpz([["q", { type: "f4", shape: [4, 6], values: numbers }]]);
    const compressed = writeNpz([["q", { type: "f4", shape: [4, 6], values: numbers }]], {
      isCompressed: true,
    });
    const columns = Float32Array.from({ length: 24 }, (_, i) => (i % 4) * 6 + Math.floor(i / 4));
    const npy = Buffer.concat([
      Buffer.from(npyHeader("<f4", [4, 6]).toString("latin1").replace("False", "True "), "latin1"),
      Buffer.from(columns.buffer),
    ]);
    for (const bytes of [stored, compressed, zipSync({ "q.npy": npy })]) {
      const q = read(bytes).get("q");
      expect(q?.type === "f4" && [...q.read(7, 5)]).toEqual([7, 8, 9, 10, 11]);
      expect(q?.read()).toEqual(numbers);
    }
  });

  it("keeps any numbers and names", () => {
    const floats = fc.array(fc.float(), { maxLength: 20 });
    const names = fc.uniqueArray(fc.string({ unit: "binary", maxLength: 12 }), { maxLength: 5 });
    fc.assert(
      fc.property(names, floats, fc.boolean(), (given, numbers, isCompressed) => {
        const values = new Float32Array(numbers);
        const arrays = given.map((name): [string, NamedValues] => [
          name,
          { type: "f4", shape: [values.length], values },
        ]);
        const found = read(writeNpz(arrays, { isCompressed }));
        expect(new Set(found.keys())).toEqual(new Set(given));
        for (const array of found.values()) expect(array.read()).toEqual(values);
      }),
      { numRuns: 12 },
    );
  });

  it("is understood or refused in words, whatever becomes of its bytes", () => {
    const whole = writeNpz(
      [
        ["q", FOUR],
        ["tokens", { type: "text", shape: [2], values: ["a", "bc"] }],
      ],
      { isCompressed: true },
    );
    const change = fc.record({
      at: fc.nat(whole.length - 1),
      byte: fc.nat(255),
      length: fc.nat(whole.length),
    });
    fc.assert(
      fc.property(change, fc.boolean(), ({ at, byte, length }, isCut) => {
        const bytes = whole.slice(0, isCut ? length : whole.length);
        if (at < bytes.length) bytes[at] = byte;
        try {
          for (const array of read(bytes).values()) array.read();
        } catch (error) {
          expect(error).toBeInstanceOf(ModelError);
          expect(String(error)).toMatch(/run\.npz.*: expected .*, received /s);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!hasNumpy)("numpy (skipped without python3 and numpy)", () => {
  it("reads the same numbers and texts", async () => {
    const folder = await tempFolder();
    const arrays: [string, NamedValues][] = [
      ["q", FOUR],
      ["i", { type: "i8", shape: [1, 2], values: new BigInt64Array([-5n, 7n]) }],
      ["h", { type: "f2", shape: [1], values: new Float16Array([1.5]) }],
      ["t", { type: "text", shape: [2], values: ["é𝒳", ""] }],
      ["b", { type: "b1", shape: [2], values: new Uint8Array([1, 0]) }],
    ];
    for (const isCompressed of [false, true]) {
      await writeFile(join(folder, "a.npz"), writeNpz(arrays, { isCompressed }));
      const found = numpy(
        `z = np.load("a.npz"); print(json.dumps([[n, str(z[n].dtype), list(z[n].shape), z[n].tolist()] for n in z.files]))`,
        folder,
      );
      expect(found).toEqual([
        [
          "q",
          "float32",
          [2, 2],
          [
            [1, 2],
            [3, -0.5],
          ],
        ],
        ["i", "int64", [1, 2], [[-5, 7]]],
        ["h", "float16", [1], [1.5]],
        ["t", "<U2", [2], ["é𝒳", ""]],
        ["b", "bool", [2], [true, false]],
      ]);
    }
  });

  it.each(["savez", "savez_compressed"])("writes with %s what is read here", async (save) => {
    const folder = await tempFolder();
    const program = `
types = ["f2", "<f4", ">f4", "f8", ">f8", "i1", "<i2", ">i2", "i4", ">i8", "u1", ">u2", "u4", "<u8", "bool"]
a = {f"a{i}": (np.arange(24).reshape(2, 3, 4) % 2 if t == "bool" else np.arange(24).reshape(2, 3, 4)).astype(t) for i, t in enumerate(types)}
a["fortran"] = np.asfortranarray(np.arange(24, dtype="f4").reshape(2, 3, 4))
a["turned"] = np.arange(24, dtype=">i4").reshape(4, 3, 2).T
a["unicode"] = np.array([["é𝒳", ""], [" a", "b"]])
a["big"] = a["unicode"].astype(">U3")
a["bytes"] = np.array(["é".encode(), b"ab"])
a["textsf"] = np.asfortranarray(a["unicode"])
np.${save}("b.npz", **a)
print(json.dumps({n: [list(v.shape), [x.decode() if isinstance(x, bytes) else x for x in v.ravel().tolist()]] for n, v in a.items()}))`;
    const written = numpy(program, folder) as Record<string, unknown>;
    const file = new ByteFile(join(folder, "b.npz"));
    onTestFinished(() => file.close());
    const found = [...readNpz(file)].map(([name, array]) => [
      name,
      [array.shape, Array.from<unknown, unknown>(array.read(), plain)],
    ]);
    expect(Object.fromEntries(found)).toEqual({
      ...written,
      a14: [[2, 3, 4], Array.from({ length: 24 }, (_, i) => i % 2)],
    });
  });

  it("writes headers of versions 2 and 3, which are read here", async () => {
    const folder = await tempFolder();
    for (const version of [2, 3]) {
      numpy(
        `f = open("v.npy", "wb"); np.lib.format.write_array(f, np.arange(3, dtype="f4"), version=(${version}, 0))`,
        folder,
      );
      const npy = await readFile(join(folder, "v.npy"));
      expect(
        read(zipSync({ "q.npy": npy }))
          .get("q")
          ?.read(),
      ).toEqual(new Float32Array([0, 1, 2]));
    }
  });

  it("writes pickles, which are never opened", async () => {
    const folder = await tempFolder();
    numpy(`np.savez("o.npz", tokens=np.array(["a", None], dtype=object), q=np.zeros(1, dtype="c8"))`, folder);
    const message = mistakes(await readFile(join(folder, "o.npz")));
    expect(message).toContain('run.npz, "tokens.npy": it is an array of Python objects, which are pickled');
    expect(message).toContain("dtype=str");
    expect(message).toContain('run.npz, "q.npy": its dtype is unknown');
  });
});

const plain = (value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);

describe("a .npz file is refused", () => {
  it.each([
    [header("'|O'"), "an array of Python objects, which are pickled"],
    [header("[('a', '<f4'), ('b', '<i2')]"), "an array of records"],
    [header("'<c8'"), "its dtype is unknown"],
    [header("'<f16'"), "its dtype is unknown"],
    [header("'<M8[s]'"), "its dtype is unknown"],
    [header("'<f4'", "(2)"), "its shape is none"],
    [header("'<f4'", "(-2,)"), "its shape is none"],
    [header("'<f4'", "(99999999, 99999999)"), "its shape is too large"],
    [header("'<f4'", "(3,)"), "it has another size than its shape says: expected"],
    [header("'<f4'", "(2,)", "Maybe"), "its header cannot be read"],
    ["{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "its header cannot be read"],
    ["__import__('os').system('true')", "its header cannot be read"],
  ])("with the header %s", (text, what) => {
    expect(mistakes(withHeader(text))).toContain(what);
  });

  it("with an unknown version, without a beginning, or cut", () => {
    expect(mistakes(withHeader(header("'<f4'"), 8, 9))).toContain(
      "unknown version: expected version 1, 2 or 3",
    );
    expect(mistakes(zipSync({ "q.npy": Buffer.from("PK, but no array") }))).toContain(
      "this is no .npy array",
    );
    expect(mistakes(npyBytes(FOUR))).toContain("this is no zip archive, or it is cut");
    expect(mistakes(Buffer.from("<!doctype html><p>Sign in"))).toContain("this is a web page");
  });

  it("with files that are no arrays, all of them at once", () => {
    const message = mistakes(
      zipSync({ "../../evil.sh": Buffer.from("#!"), "q.npy": npyBytes(FOUR), "a.txt": Buffer.from("") }),
    );
    expect(message.split("\n").filter((line) => line.includes("this is no array"))).toHaveLength(2);
    expect(message).toContain('"../../evil.sh"');
  });

  it("with a name that stands twice", () => {
    const bytes = Buffer.from(
      writeNpz([
        ["qa", FOUR],
        ["qb", FOUR],
      ]),
    );
    for (let at = bytes.indexOf("qb.npy"); at >= 0; at = bytes.indexOf("qb.npy")) bytes.write("qa.npy", at);
    expect(mistakes(bytes)).toContain("a name stands twice");
  });

  it("that claims to unpack to more than is possible, or unpacks to something else", () => {
    const zeros = { type: "f4", shape: [4000], values: new Float32Array(4000) } as const;
    const whole = Buffer.from(writeNpz([["q", zeros]], { isCompressed: true }));
    const central = whole.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const withSize = (size: number): Buffer => {
      const bytes = Buffer.from(whole);
      bytes.writeUInt32LE(size, central + 24);
      return bytes;
    };
    expect(mistakes(withSize(0xfffffff0))).toContain("it claims to unpack to more than is possible");
    expect(mistakes(withSize(100))).toContain("the array is damaged");
    expect(mistakes(withSize(20_000))).toContain("the array is damaged");
  });

  it("whose members share their bytes", () => {
    const bytes = Buffer.from(
      writeNpz([
        ["qa", FOUR],
        ["qb", FOUR],
      ]),
    );
    const second = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(0, second + 42);
    expect(mistakes(bytes)).toContain("it shares bytes with another");
  });

  it("whose bytes have changed since they were written", () => {
    const bytes = Buffer.from(writeNpz([["q", FOUR]]));
    bytes[bytes.indexOf(Buffer.from(new Float32Array([3]).buffer))]! ^= 1;
    expect(mistakesOf(() => read(bytes).get("q")?.read())).toContain(
      "the array is damaged: expected the checksum",
    );
  });
});
