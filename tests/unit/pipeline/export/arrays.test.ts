/** NPZ and safetensors: read back by numpy and by a reader of fifteen lines, with the numbers of the atlas and of the model. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readAtlas, type Atlas } from "#atlas/read-atlas.ts";
import { readNpz } from "#pipeline/arrays/npz.ts";
import { ByteFile } from "#pipeline/onnx/file/byte-file.ts";
import { builtTiny, exportFrom } from "../../../helpers/export-tiny.ts";
import { hasNumpy, numpy } from "../../../helpers/numpy.ts";
import { treeDigests } from "../../../helpers/tiny-content.ts";

/** A reader of safetensors as its documentation describes the format. */
const READER = `
import struct
def read(path):
    with open(path, "rb") as f:
        head = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
        data = f.read()
    types = {"F32": "<f4", "F64": "<f8", "U32": "<u4", "I32": "<i4", "U8": "u1", "BOOL": "?"}
    texts = head.pop("__metadata__", {})
    ends = [0] + [t["data_offsets"][1] for t in head.values()]
    assert ends[:-1] == [t["data_offsets"][0] for t in head.values()] and ends[-1] == len(data)
    return {n: np.frombuffer(data[slice(*t["data_offsets"])], types[t["dtype"]]).reshape(t["shape"]) for n, t in head.items()}, texts
`;

let root: string;
let atlas: Atlas;

beforeAll(async () => {
  root = await builtTiny();
  atlas = await readAtlas((path) => readFile(join(root, "out/tiny/lines", path)));
  for (const format of ["npz", "safetensors"] as const)
    await exportFrom(root, { format, out: format, hasVectors: true });
});

function numbersOf(file: string, name: string): number[] {
  const open = new ByteFile(join(root, file));
  try {
    const array = readNpz(open).get(name);
    if (array === undefined || array.type === "text") throw new Error(`${file} has no numbers ${name}.`);
    return Array.from(array.read() as Float32Array);
  } finally {
    open.close();
  }
}

describe("an export of arrays", () => {
  it("has the maps, lengths and weights of the atlas", async () => {
    const head = { layer: 0, head: 1 };
    const { nTokens } = await atlas.tokens();
    const { norms } = await atlas.points(head);
    expect(numbersOf("npz/arrays.npz", "norms.0").slice(nTokens * 2)).toEqual([...norms]);
    const { x, y } = await atlas.coordinates(head, { method: "pca", dim: 2 });
    const map = numbersOf("npz/arrays.npz", "map:pca2.0").slice(nTokens * 4);
    expect(map).toEqual([...x].flatMap((value, i) => [value, y[i]]));
    const attention = await atlas.attention(head);
    const weights = numbersOf("npz/arrays.npz", "shown_weights.0");
    expect(weights[weights.length / 2]).toBe(Math.fround(attention.weight(0, 0, 0)));
    const entropies = ["L0H0", "L0H1"].map(
      async (name) => (await atlas.numbers()).get(name)?.metrics.entropy,
    );
    expect(numbersOf("npz/arrays.npz", "number:entropy")).toEqual(await Promise.all(entropies));
  });

  it("has queries and keys whose softmax is the weights beside them", () => {
    const [q, k, weights] = ["q.0", "k.0", "weights.0"].map((name) => numbersOf("npz/vectors.npz", name));
    const starts = numbersOf("npz/vectors.npz", "starts");
    const nTokens = starts.at(-1);
    const dHead = q!.length / nTokens / 2;
    let at = 0;
    for (let head = 0; head < 2; head++)
      for (let s = 0; s + 1 < starts.length; s++)
        for (let i = starts[s]!; i < starts[s + 1]!; i++) {
          const row = scoresOf(q!, k!, { head, i, from: starts[s]!, to: starts[s + 1]!, nTokens, dHead });
          const exps = row.map((score) => Math.exp(score / Math.sqrt(dHead)));
          const sum = exps.reduce((a, b) => a + b, 0);
          for (const e of exps) expect(weights![at++]).toBeCloseTo(e / sum, 5);
        }
    expect(at).toBe(weights!.length);
  });

  it("has aligned queries and keys that attend as those captured: scores differ by a constant per query", () => {
    const starts = numbersOf("npz/vectors.npz", "starts");
    const nTokens = starts.at(-1);
    const [captured, aligned] = ["vectors", "aligned"].map((file) =>
      ["q.0", "k.0"].map((name) => numbersOf(`npz/${file}.npz`, name)),
    );
    const dHead = captured![0]!.length / nTokens / 2;
    expect(aligned![0]).toHaveLength(captured![0]!.length);
    const centred = ([q, k]: readonly number[][], i: number): number[] => {
      const scores = scoresOf(q!, k!, { head: 1, i, from: 0, to: starts[1]!, nTokens, dHead });
      const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
      return scores.map((score) => score - mean);
    };
    for (let i = 0; i < starts[1]!; i++)
      centred(aligned!, i).forEach((score, j) => expect(score).toBeCloseTo(centred(captured!, i)[j]!, 4));
  });

  it("says in export.json which arrays there are", async () => {
    const about = JSON.parse(await readFile(join(root, "npz/export.json"), "utf8")) as {
      readonly arrays: Readonly<
        Record<string, readonly { readonly name: string; readonly shape: number[] }[]>
      >;
    };
    for (const [file, arrays] of Object.entries(about.arrays)) {
      const open = new ByteFile(join(root, `npz/${file}.npz`));
      const there = [...readNpz(open)].map(([name, { shape }]) => [name, shape]);
      open.close();
      expect(arrays.map(({ name, shape }) => [name, shape])).toEqual(there);
    }
    expect(Object.keys(about.arrays)).toEqual(["arrays", "vectors", "aligned"]);
  });

  it("writes one file where one is named: the vectors, if they are asked for", async () => {
    await exportFrom(root, { format: "npz", out: "one.npz", hasVectors: true });
    expect(await readFile(join(root, "one.npz"))).toEqual(await readFile(join(root, "npz/vectors.npz")));
    await exportFrom(root, { format: "safetensors", out: "one.safetensors" });
    expect(await readFile(join(root, "one.safetensors"))).toEqual(
      await readFile(join(root, "safetensors/arrays.safetensors")),
    );
  });

  it("is the same bytes each time", async () => {
    await exportFrom(root, { format: "npz", out: "again", hasVectors: true });
    expect(await treeDigests(join(root, "again"))).toEqual(await treeDigests(join(root, "npz")));
  });

  it("is refused with flags of other formats", async () => {
    const message = await exportFrom(root, { format: "csv", out: "x.npz", hasVectors: true }).catch(String);
    expect(message).toContain("the file is named after another format");
    expect(message).toContain("--vectors: this format does not hold vectors");
  });
});

describe.skipIf(!hasNumpy)("numpy (skipped without python3 and numpy)", () => {
  it("reads the same from both formats", () => {
    const same = `${READER}
same = {}
for name in ["arrays", "vectors", "aligned"]:
    npz = np.load(f"npz/{name}.npz")
    tensors, texts = read(f"safetensors/{name}.safetensors")
    numbers = [n for n in npz.files if npz[n].dtype.kind != "U"]
    assert sorted(numbers) == sorted(tensors), name
    for n in numbers:
        assert npz[n].dtype == tensors[n].dtype and np.array_equal(npz[n], tensors[n], equal_nan=True), n
    for n in npz.files:
        if npz[n].dtype.kind == "U":
            assert npz[n].tolist() == (json.loads(texts[n]) if npz[n].shape else texts[n]), n
    same[name] = len(npz.files)
print(json.dumps(same))`;
    const counts = numpy(same, root) as Record<string, number>;
    expect(Object.keys(counts)).toEqual(["arrays", "vectors", "aligned"]);
    expect(counts["vectors"]).toBe(11);
  });
});

/** q·k of one query with the keys of its sequence. */
function scoresOf(
  q: readonly number[],
  k: readonly number[],
  at: { head: number; i: number; from: number; to: number; nTokens: number; dHead: number },
): number[] {
  const { head, i, from, to, nTokens, dHead } = at;
  const row = (values: readonly number[], token: number): readonly number[] =>
    values.slice((head * nTokens + token) * dHead, (head * nTokens + token + 1) * dHead);
  return Array.from({ length: to - from }, (_, j) => {
    const key = row(k, from + j);
    return row(q, i).reduce((sum, x, axis) => sum + x * key[axis]!, 0);
  });
}
