/** Writes ONNX files with random weights, of any size, without ever holding them in memory. */
import { closeSync, openSync, writeSync } from "node:fs";
import { seededRandom, seedFrom } from "#math/random.ts";
import { bytesField, intField } from "#pipeline/onnx/file/protobuf.ts";
import { TYPE, value } from "./onnx-writer.ts";

export interface LargeShape {
  readonly nLayers: number;
  readonly width: number;
  readonly nHeads: number;
}

/** A weight of which only the shape is said: its numbers are drawn as they are written. */
export interface Drawn {
  readonly name: string;
  readonly dims: readonly number[];
}

export interface LargeGraph {
  readonly nodes: readonly Buffer[];
  readonly drawn: readonly Drawn[];
  /** Whole tensors. */
  readonly small: readonly Buffer[];
  readonly inputs: readonly Buffer[];
  readonly output: string;
}

/** Drawn weights lie evenly in ±LARGEST: a product with normed rows of 768 comes out with a deviation of about 1. */
const LARGEST = 0.0625;
const BLOCK_FLOATS = 1 << 18;

export function writeLargeModel(path: string, { nodes, drawn, small, inputs, output }: LargeGraph): void {
  const heads = drawn.map(({ name, dims }) => {
    const sizeBytes = 4 * dims.reduce((a, b) => a * b, 1);
    const about = Buffer.concat([
      ...dims.map((dim) => intField(1, dim)),
      intField(2, TYPE.float),
      bytesField(8, name),
    ]);
    return { name, sizeBytes, head: openField(5, [about], 9, sizeBytes) };
  });
  const rest = Buffer.concat([
    ...nodes.map((entry) => bytesField(1, entry)),
    bytesField(2, "large"),
    ...small.map((entry) => bytesField(5, entry)),
    ...inputs.map((entry) => bytesField(11, entry)),
    bytesField(12, value(output, TYPE.float, ["batch", "length", "width"])),
  ]);
  const graphBytes =
    rest.length + heads.reduce((sum, { head, sizeBytes }) => sum + head.length + sizeBytes, 0);
  const file = openSync(path, "w");
  writeSync(
    file,
    Buffer.concat([intField(1, 8), bytesField(8, intField(2, 17)), lengthPrefix(7, graphBytes), rest]),
  );
  const block = noise();
  for (const { name, sizeBytes, head } of heads) {
    writeSync(file, head);
    // Each weight begins elsewhere in the block, or queries and keys of a layer would be the same.
    let at = (seedFrom(name) % BLOCK_FLOATS) * 4;
    for (let done = 0; done < sizeBytes; at = 0) {
      done += writeSync(file, block, at, Math.min(block.length - at, sizeBytes - done));
    }
  }
  closeSync(file);
}

function noise(): Buffer {
  const random = seededRandom(1);
  const numbers = Float32Array.from({ length: BLOCK_FLOATS }, () => (random() * 2 - 1) * LARGEST);
  return Buffer.from(numbers.buffer);
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
