/** Writes an encoder of BERT's shape with random weights, of any size, without ever holding it in memory. */
import { closeSync, openSync, writeSync } from "node:fs";
import { seededRandom } from "#math/random.ts";
import { bytesField, intField } from "#pipeline/onnx/protobuf.ts";
import { floats, longs, node, TYPE, value } from "./onnx-writer.ts";

export interface LargeShape {
  readonly nLayers: number;
  readonly width: number;
  readonly nHeads: number;
  readonly vocabulary: number;
}

export const BERT_BASE: LargeShape = { nLayers: 12, width: 768, nHeads: 12, vocabulary: 30_522 };
/** The same with more words, about 650 MB. */
export const BERT_650: LargeShape = { ...BERT_BASE, vocabulary: 105_000 };

/** A weight of which only the shape is said: its numbers are drawn as they are written. */
interface Drawn {
  readonly name: string;
  readonly dims: readonly number[];
}

export function writeLargeModel(path: string, shape: LargeShape): void {
  const { nodes, drawn, small } = encoder(shape);
  const heads = drawn.map(({ name, dims }) => {
    const sizeBytes = 4 * dims.reduce((a, b) => a * b, 1);
    const about = Buffer.concat([
      ...dims.map((dim) => intField(1, dim)),
      intField(2, TYPE.float),
      bytesField(8, name),
    ]);
    return { sizeBytes, head: openField(5, [about], 9, sizeBytes) };
  });
  const inputs = ["input_ids", "attention_mask"].map((name) => value(name, TYPE.int64, ["batch", "length"]));
  const rest = Buffer.concat([
    ...nodes.map((entry) => bytesField(1, entry)),
    bytesField(2, "large"),
    ...small.map((entry) => bytesField(5, entry)),
    ...inputs.map((entry) => bytesField(11, entry)),
    bytesField(12, value("x0", TYPE.float, ["batch", "length", shape.width])),
  ]);
  const graphBytes =
    rest.length + heads.reduce((sum, { head, sizeBytes }) => sum + head.length + sizeBytes, 0);
  const file = openSync(path, "w");
  writeSync(
    file,
    Buffer.concat([intField(1, 8), bytesField(8, intField(2, 17)), lengthPrefix(7, graphBytes), rest]),
  );
  const block = noise(1 << 18);
  for (const { head, sizeBytes } of heads) {
    writeSync(file, head);
    for (let done = 0; done < sizeBytes; done += block.length) {
      writeSync(file, block, 0, Math.min(block.length, sizeBytes - done));
    }
  }
  closeSync(file);
}

/** Small weights around 0, the same block over and over. */
function noise(nFloats: number): Buffer {
  const random = seededRandom(1);
  return Buffer.from(Float32Array.from({ length: nFloats }, () => (random() - 0.5) * 0.1).buffer);
}

/** Tag and length of a field whose content follows. */
function lengthPrefix(number: number, length: number): Buffer {
  const [, ...digits] = intField(1, length);
  return Buffer.from([number * 8 + 2, ...digits]);
}

/** A message of these parts and a last field of `lastBytes`, up to where the content of that field begins. */
function openField(number: number, parts: readonly Buffer[], last: number, lastBytes: number): Buffer {
  const lead = Buffer.concat([...parts, lengthPrefix(last, lastBytes)]);
  return Buffer.concat([lengthPrefix(number, lead.length + lastBytes), lead]);
}

function encoder(shape: LargeShape): { nodes: Buffer[]; drawn: Drawn[]; small: Buffer[] } {
  const { nLayers, width, nHeads, vocabulary } = shape;
  const drawn: Drawn[] = [{ name: "words", dims: [vocabulary, width] }];
  const small = [
    longs("split", [0, 0, nHeads, width / nHeads]),
    longs("joined", [0, 0, width]),
    longs("axes", [1, 2]),
    floats("root", [], [Math.sqrt(width / nHeads)]),
    floats("one", [], [1]),
    floats("half", [], [0.5]),
    floats("rootTwo", [], [Math.SQRT2]),
    floats("lowest", [], [-1e9]),
    floats("gain", [width], new Float32Array(width).fill(1)),
    floats("shift", [width], new Float32Array(width)),
    floats("wideShift", [4 * width], new Float32Array(4 * width)),
  ];
  const nodes = [
    node("Gather", ["words", "input_ids"], [`x${nLayers}`]),
    node("Cast", ["attention_mask"], ["seen"], { to: TYPE.float }),
    node("Sub", ["one", "seen"], ["hidden"]),
    node("Mul", ["hidden", "lowest"], ["low"]),
    node("Unsqueeze", ["low", "axes"], ["mask"]),
  ];
  // Counted down, so that the last layer gives x0 whatever their number.
  for (let layer = nLayers - 1; layer >= 0; layer--) nodes.push(...layerNodes(layer, width, drawn));
  return { nodes, drawn, small };
}

function layerNodes(layer: number, width: number, drawn: Drawn[]): Buffer[] {
  const n = (name: string): string => `l${layer}.${name}`;
  const linear = (input: string, name: string, rows: number, columns: number): Buffer[] => {
    drawn.push({ name: n(`${name}.w`), dims: [rows, columns] });
    const shift = columns === width ? "shift" : "wideShift";
    return [
      node("MatMul", [input, n(`${name}.w`)], [n(`${name}.p`)]),
      node("Add", [n(`${name}.p`), shift], [n(name)]),
    ];
  };
  const heads = (name: string, perm: readonly number[]): Buffer[] => [
    ...linear(`x${layer + 1}`, name, width, width),
    node("Reshape", [n(name), "split"], [n(`${name}.s`)]),
    node("Transpose", [n(`${name}.s`)], [n(`${name}.h`)], { perm }),
  ];
  const norm = (a: string, b: string, output: string): Buffer[] => [
    node("Add", [a, b], [`${output}.sum`]),
    node("LayerNormalization", [`${output}.sum`, "gain", "shift"], [output], { axis: -1 }),
  ];
  return [
    ...heads("q", [0, 2, 1, 3]),
    ...heads("k", [0, 2, 3, 1]),
    ...heads("v", [0, 2, 1, 3]),
    node("MatMul", [n("q.h"), n("k.h")], [n("product")]),
    node("Div", [n("product"), "root"], [n("scaled")]),
    node("Add", [n("scaled"), "mask"], [n("scores")]),
    node("Softmax", [n("scores")], [n("weights")], { axis: -1 }),
    node("MatMul", [n("weights"), n("v.h")], [n("mixed")]),
    node("Transpose", [n("mixed")], [n("turned")], { perm: [0, 2, 1, 3] }),
    node("Reshape", [n("turned"), "joined"], [n("merged")]),
    ...linear(n("merged"), "o", width, width),
    ...norm(n("o"), `x${layer + 1}`, n("y")),
    ...linear(n("y"), "up", width, 4 * width),
    node("Div", [n("up"), "rootTwo"], [n("erf.in")]),
    node("Erf", [n("erf.in")], [n("erf")]),
    node("Add", [n("erf"), "one"], [n("gate")]),
    node("Mul", [n("up"), n("gate")], [n("gated")]),
    node("Mul", [n("gated"), "half"], [n("gelu")]),
    ...linear(n("gelu"), "down", 4 * width, width),
    ...norm(n("down"), n("y"), `x${layer}`),
  ];
}
