/** A transformer of one layer with two heads, written by hand as an ONNX file: weights from a seed, no training. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "#math/random.ts";
import { bytesField, intField } from "#pipeline/onnx/file/protobuf.ts";
import { external } from "./onnx-writer.ts";
import { wordTokenizer } from "./word-tokenizer.ts";

const WORDS = ["[UNK]", "[CLS]", "[SEP]", "the", "cat", "dog", "sees", "a", "bird", "and", "sleeps", "."];
const [WIDTH, D_HEAD] = [8, 4];

/** Writes a model folder in Hugging Face layout. */
export async function writeTinyModel(folder: string): Promise<void> {
  await mkdir(join(folder, "onnx"), { recursive: true });
  await writeFile(join(folder, "onnx/model.onnx"), tinyOnnx());
  await writeFile(join(folder, "config.json"), JSON.stringify({ model_type: "tiny" }));
  await writeFile(join(folder, "tokenizer.json"), JSON.stringify(wordTokenizer(WORDS)));
  await writeFile(
    join(folder, "tokenizer_config.json"),
    JSON.stringify({ model_max_length: 16, unk_token: "[UNK]" }),
  );
}

export interface TinyWeights {
  readonly onnx: Buffer;
  /** The numbers of its four matrices, where they lie in a file of their own. */
  readonly weights: Buffer;
}

/** The same graph with its matrices in a file beside it. @param location How the graph names that file. */
export function tinyOnnxBeside(location: string, seed = 11): TinyWeights {
  const parts: Buffer[] = [];
  const onnx = tinyOnnx(seed, (name, dims, data) => {
    const raw = Buffer.from(data.buffer);
    const offset = parts.reduce((sum, part) => sum + part.length, 0);
    parts.push(raw);
    return external(name, dims, { location, offset: String(offset), length: String(raw.length) });
  });
  return { onnx, weights: Buffer.concat(parts) };
}

/** @param matrixTensor Writes one of its four matrices. */
export function tinyOnnx(seed = 11, matrixTensor = floats): Buffer {
  const random = seededRandom(seed);
  const matrix = (rows: number, columns: number): Float32Array =>
    Float32Array.from({ length: rows * columns }, () => (random() - 0.5) * 3);
  const nodes = [
    node("Gather", ["table", "input_ids"], ["x"]),
    ...["q", "k", "v"].flatMap((name) => [
      node("MatMul", ["x", `w${name}`], [`${name}flat`]),
      node("Reshape", [`${name}flat`, "split"], [`${name}split`]),
    ]),
    node("Transpose", ["qsplit"], ["q"], [ints("perm", [0, 2, 1, 3])]),
    node("Transpose", ["ksplit"], ["k"], [ints("perm", [0, 2, 3, 1])]),
    node("Transpose", ["vsplit"], ["v"], [ints("perm", [0, 2, 1, 3])]),
    node("MatMul", ["q", "k"], ["product"]),
    node("Div", ["product", "root"], ["scaled"]),
    node("Cast", ["attention_mask"], ["seen"], [int("to", 1)]),
    node("Sub", ["one", "seen"], ["hidden"]),
    node("Mul", ["hidden", "lowest"], ["low"]),
    node("Unsqueeze", ["low", "axes"], ["mask"]),
    node("Add", ["scaled", "mask"], ["scores"]),
    node("Softmax", ["scores"], ["weights"], [int("axis", -1)]),
    node("MatMul", ["weights", "v"], ["mixed"]),
    node("Transpose", ["mixed"], ["turned"], [ints("perm", [0, 2, 1, 3])]),
    node("Reshape", ["turned", "joined"], ["out"]),
  ];
  const initializers = [
    matrixTensor("table", [WORDS.length, WIDTH], matrix(WORDS.length, WIDTH)),
    ...["q", "k", "v"].map((name) => matrixTensor(`w${name}`, [WIDTH, WIDTH], matrix(WIDTH, WIDTH))),
    floats("root", [], Float32Array.of(Math.sqrt(D_HEAD))),
    floats("one", [], Float32Array.of(1)),
    floats("lowest", [], Float32Array.of(-1e9)),
    longs("split", [0, 0, WIDTH / D_HEAD, D_HEAD]),
    longs("joined", [0, 0, WIDTH]),
    longs("axes", [1, 2]),
  ];
  const graph = Buffer.concat([
    ...nodes.map((entry) => bytesField(1, entry)),
    bytesField(2, "tiny"),
    ...initializers.map((tensor) => bytesField(5, tensor)),
    bytesField(11, value("input_ids", 7)),
    bytesField(11, value("attention_mask", 7)),
    bytesField(12, bytesField(1, "out")),
  ]);
  return Buffer.concat([intField(1, 8), bytesField(8, intField(2, 17)), bytesField(7, graph)]);
}

function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly Buffer[] = [],
): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => bytesField(1, name)),
    ...outputs.map((name) => bytesField(2, name)),
    bytesField(4, opType),
    ...attributes.map((attribute) => bytesField(5, attribute)),
  ]);
}

function int(name: string, number: number): Buffer {
  const bits = BigInt.asUintN(64, BigInt(number));
  const bytes: number[] = [];
  for (let rest = bits; ; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    if (rest <= 127n) break;
  }
  return Buffer.concat([bytesField(1, name), Buffer.of(24, ...bytes), intField(20, 2)]);
}

function ints(name: string, numbers: readonly number[]): Buffer {
  return Buffer.concat([
    bytesField(1, name),
    ...numbers.map((number) => intField(8, number)),
    intField(20, 7),
  ]);
}

function floats(name: string, dims: readonly number[], data: Float32Array): Buffer {
  return tensor(name, dims, 1, Buffer.from(data.buffer));
}

function longs(name: string, numbers: readonly number[]): Buffer {
  return tensor(name, [numbers.length], 7, Buffer.from(BigInt64Array.from(numbers, BigInt).buffer));
}

function tensor(name: string, dims: readonly number[], type: number, raw: Buffer): Buffer {
  return Buffer.concat([
    ...dims.map((dim) => intField(1, dim)),
    intField(2, type),
    bytesField(8, name),
    bytesField(9, raw),
  ]);
}

function value(name: string, type: number): Buffer {
  const dims = ["batch", "length"].map((symbol) => bytesField(1, bytesField(2, symbol)));
  const shape = bytesField(2, Buffer.concat(dims));
  return Buffer.concat([
    bytesField(1, name),
    bytesField(2, bytesField(1, Buffer.concat([intField(1, type), shape]))),
  ]);
}
