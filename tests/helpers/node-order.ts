/** ONNX files whose nodes stand in another order, and what Headland makes of them: it must be the same. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect } from "vitest";
import { seededRandom } from "#math/random.ts";
import { deriveModel } from "#pipeline/onnx/file/derive-model.ts";
import { GraphIndex } from "#pipeline/onnx/file/graph-index.ts";
import { indexModel } from "#pipeline/onnx/file/index-model.ts";
import { inlineBranches } from "#pipeline/onnx/file/inline-branch.ts";
import { bytesField } from "#pipeline/onnx/file/protobuf.ts";
import { findAttention, mayBeAttention } from "#pipeline/onnx/find/find-attention.ts";
import { replayOutputs } from "#pipeline/onnx/run/block-run.ts";
import { runOf } from "#pipeline/onnx/run/run-of.ts";

/** Shuffles per graph; `HEADLAND_SHUFFLES=1000 npx vitest run --project unit tests/unit/pipeline/onnx` tries more. */
export function shufflesOf(usual: number): number {
  return Number(process.env["HEADLAND_SHUFFLES"] ?? usual);
}

/** The file with the nodes of its graph, and of the graphs inside, in another order. */
export function reordered(model: Buffer, order: <T>(nodes: readonly T[]) => T[]): Buffer {
  return mapFields(model, 7, (graph) => reorderedGraph(graph, order));
}

function reorderedGraph(graph: Buffer, order: <T>(nodes: readonly T[]) => T[]): Buffer {
  const inside = (node: Buffer): Buffer =>
    mapFields(node, 5, (attribute) => mapFields(attribute, 6, (inner) => reorderedGraph(inner, order)));
  const nodes = fieldsOf(graph).flatMap(({ number, payload }) => (number === 1 ? [inside(payload)] : []));
  const moved = order(nodes);
  return mapFields(graph, 1, () => moved.shift() ?? Buffer.alloc(0));
}

/** Changes the payload of all fields of a number; the others stay as they are, and so do all places. */
function mapFields(message: Buffer, number: number, change: (payload: Buffer) => Buffer): Buffer {
  return Buffer.concat(
    fieldsOf(message).map((field) =>
      field.number === number ? bytesField(number, change(field.payload)) : field.whole,
    ),
  );
}

interface Field {
  readonly number: number;
  readonly payload: Buffer;
  readonly whole: Buffer;
}

function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    for (let byte = 0x80; byte >= 0x80; factor *= 128) {
      byte = message[at++]!;
      value += (byte & 0x7f) * factor;
    }
    return value;
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    const wire = tag & 7;
    const size = wire === 0 ? (varint(), 0) : wire === 1 ? 8 : wire === 5 ? 4 : varint();
    fields.push({
      number: tag >> 3,
      payload: message.subarray(at, at + size),
      whole: message.subarray(start, at + size),
    });
    at += size;
  }
  return fields;
}

export function shuffler(seed: number): <T>(nodes: readonly T[]) => T[] {
  const random = seededRandom(seed);
  return (nodes) => {
    const left = [...nodes];
    return nodes.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!);
  };
}

/** What is found in a file and the model that is derived from it, as text; or the message that refuses it. */
export function readingOf(path: string): string {
  let indexed: ReturnType<typeof indexModel> | undefined;
  try {
    indexed = indexModel(path);
    const model = inlineBranches(indexed, mayBeAttention);
    const { blocks, rejections } = findAttention(new GraphIndex(model));
    const runs = blocks.map(runOf);
    const wanted = [...runs.flatMap(({ outputs }) => outputs), ...replayOutputs(runs)];
    const { bytes } = deriveModel(model, wanted);
    return JSON.stringify({ blocks, rejections }, plain) + bytes.toString("latin1");
  } catch (error) {
    return String(error).replaceAll(path, "model.onnx");
  } finally {
    indexed?.file.close();
  }
}

/** Maps as lists; places in the file left out, since they are what a shuffle changes. */
function plain(key: string, value: unknown): unknown {
  if (key === "whole" || key === "range" || key === "raw") return undefined;
  return value instanceof Map ? [...(value as Map<unknown, unknown>)] : value;
}

/** Reads the file in its own order, turned round, and shuffled. */
export function expectSameInAnyOrder(path: string, nShuffles: number): void {
  const expected = readingOf(path);
  const bytes = readFileSync(path);
  const shuffled = join(dirname(path), "shuffled", basename(path));
  mkdirSync(dirname(shuffled), { recursive: true });
  for (let seed = 0; seed <= nShuffles; seed++) {
    const order = seed === 0 ? <T>(nodes: readonly T[]): T[] => nodes.toReversed() : shuffler(seed);
    writeFileSync(shuffled, reordered(bytes, order));
    // Not toEqual: the texts are as long as models, and what differs is seen by the seed.
    if (readingOf(shuffled) !== expected)
      expect.fail(`another order (seed ${seed}) of ${path} is read differently`);
  }
}
