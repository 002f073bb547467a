/** Writes a model as the hub has it, from a fixture: config.json and safetensors whose weights follow from their names. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Fixture, FixtureTensor } from "./architecture-fixtures.ts";
import { BYTES, encodeNumbers, formulaNumbers } from "./formula.ts";
import { safetensorsFile, tensorEntry } from "./safetensors-writer.ts";

/** As many numbers as are made at once: a model of a billion weights is written in little memory. */
const CHUNK = 1 << 22;

/**
 * @param shards How many weight files; more than one are named by `model.safetensors.index.json`. As the fixture says if left out.
 * @returns The path of the entry file: `model.safetensors` or its index.
 */
export function writeFormulaModel(
  folder: string,
  fixture: Pick<Fixture, "config" | "tensors" | "shards">,
  shards = fixture.shards ?? 1,
): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "config.json"), `${JSON.stringify(fixture.config, null, 2)}\n`);
  if (shards === 1) {
    const path = join(folder, "model.safetensors");
    writeFormulaTensors(path, fixture.tensors);
    return path;
  }
  const map: Record<string, string> = {};
  const perShard = Math.ceil(fixture.tensors.length / shards);
  for (let shard = 0; shard < shards; shard++) {
    const part = fixture.tensors.slice(shard * perShard, (shard + 1) * perShard);
    const file = `model-${String(shard + 1).padStart(5, "0")}-of-${String(shards).padStart(5, "0")}.safetensors`;
    writeFormulaTensors(join(folder, file), part);
    for (const { name } of part) map[name] = file;
  }
  const index = join(folder, "model.safetensors.index.json");
  const total = fixture.tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
  const sorted = Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(
    index,
    `${JSON.stringify({ metadata: { total_size: total }, weight_map: sorted }, null, 2)}\n`,
  );
  return index;
}

/** One safetensors file; wide numbers come first, then names in their order, as the reference implementation lays them out. */
function writeFormulaTensors(path: string, tensors: readonly FixtureTensor[]): void {
  const ordered = [...tensors].sort(
    (a, b) => BYTES[b.dtype] - BYTES[a.dtype] || (a.name < b.name ? -1 : Number(a.name > b.name)),
  );
  const header: Record<string, object> = { __metadata__: { format: "pt" } };
  let end = 0;
  for (const tensor of ordered) {
    const begin = end;
    end += byteLength(tensor);
    header[tensor.name] = tensorEntry(tensor.dtype, [...tensor.shape], begin, end);
  }
  const text = JSON.stringify(header);
  const file = openSync(path, "w");
  try {
    // The data begin at a multiple of eight bytes.
    writeSync(file, safetensorsFile(text + " ".repeat(-Buffer.byteLength(text) & 7)));
    for (const tensor of ordered) writeTensor(file, tensor);
  } finally {
    closeSync(file);
  }
}

function writeTensor(file: number, tensor: FixtureTensor): void {
  const { name, shape, dtype } = tensor;
  const count = shape.reduce((product, n) => product * n, 1);
  for (let start = 0; start < count; start += CHUNK) {
    const length = Math.min(CHUNK, count - start);
    const numbers =
      "fill" in tensor
        ? Float32Array.from({ length }, (_, i) => filled(tensor.fill, shape, start + i))
        : formulaNumbers(name, length, tensor.center, tensor.spread, start);
    const bytes = encodeNumbers(numbers, dtype);
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
  }
}

/** A number of a buffer: of the positions 0, 1, 2 …, of a causal mask, or of a list. */
function filled(
  fill: "range" | "causal" | readonly number[],
  shape: readonly number[],
  index: number,
): number {
  if (typeof fill === "object") return fill[index]!;
  const columns = shape.at(-1)!;
  if (fill === "range") return index % columns;
  const row = Math.floor(index / columns) % shape.at(-2)!;
  return index % columns <= row ? 1 : 0;
}

function byteLength({ shape, dtype }: FixtureTensor): number {
  return shape.reduce((product, n) => product * n, BYTES[dtype]);
}
