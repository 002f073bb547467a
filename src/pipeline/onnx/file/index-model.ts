/** Skims an ONNX file: graph, names and shapes, but no weights. */
import { ModelError, describeProblem } from "../../errors.ts";
import { HEAD_BYTES, standIn } from "../../problems/stand-in.ts";
import { ByteFile, MemoryBytes, type Bytes } from "./byte-file.ts";
import type { OnnxModel } from "./onnx-graph.ts";
import { fieldsOf, ProtobufError, readText, type Range } from "./protobuf.ts";
import { readGraph } from "./read-graph.ts";
import { sortGraph } from "./sort-graph.ts";

export type { OnnxInput, OnnxModel } from "./onnx-graph.ts";

/**
 * Opens and skims a file; the caller closes `file`. The nodes are sorted, independent of their order in the file.
 *
 * @throws {ModelError} if it is not an ONNX model, is damaged, or has nodes that do not fit together.
 */
export function indexModel(path: string): OnnxModel {
  return indexFile(openBytes(path));
}

/** The same for a model in memory. @param path The file that it was made from; its weights lie beside it. */
export function indexBytes(path: string, bytes: Buffer): OnnxModel {
  return indexFile(new MemoryBytes(path, bytes));
}

function indexFile(file: Bytes): OnnxModel {
  try {
    return readModel(file);
  } catch (error) {
    const isDamage = error instanceof ProtobufError || error instanceof RangeError;
    const shown = isDamage ? describeProblem(damage(file, error)) : undefined;
    file.close();
    if (shown === undefined) throw error;
    throw new ModelError(shown, { cause: error });
  }
}

function openBytes(path: string): Bytes {
  try {
    return new ByteFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (!/^(ENOENT|ENOTDIR|ELOOP|EACCES|EPERM)$/.test(code ?? "")) throw cause;
    const expected = "an ONNX model that can be read";
    throw new ModelError(
      { what: "the file cannot be opened", where: path, expected, received: code ?? "none" },
      { cause },
    );
  }
}

function damage(file: Bytes, error: Error): Parameters<typeof describeProblem>[0] {
  const expected = "an ONNX model";
  const where = file.path;
  if (file.size === 0) {
    return {
      what: "the file is empty",
      where,
      expected,
      received: "0 bytes",
      cure: "Download or export it again.",
    };
  }
  const other = standIn(file.bytes(0, Math.min(file.size, HEAD_BYTES)));
  if (other !== undefined) return { ...other, where, expected };
  const cure = "The file is damaged or cut short: download or export it again.";
  return { what: "the file cannot be read", where, expected, received: error.message, cure };
}

function readModel(file: Bytes): OnnxModel {
  if (file.size === 0) throw new ProtobufError("nothing");
  const header: Range[] = [];
  const opsets = new Map<string, number>();
  const functions = new Set<string>();
  let graph: Range | undefined;
  for (const field of fieldsOf(file, { start: 0, end: file.size })) {
    if (field.number === 7 && field.wire === 2) {
      graph = field.range;
      continue;
    }
    header.push(field.whole);
    if (field.number === 8 && field.wire === 2) {
      const { text, version } = readPair(file, field.range, 1);
      opsets.set(text === "ai.onnx" ? "" : text, version);
    } else if (field.number === 25 && field.wire === 2) {
      const { text } = readPair(file, field.range, 1);
      functions.add(`${readPair(file, field.range, 10).text}:${text}`);
    }
  }
  if (graph === undefined) throw new ProtobufError("a message without a graph");
  return { file, header, opsets, functions, ...sortGraph(file.path, readGraph(file, graph)) };
}

/** A text of field `number` and a number of field 2. */
function readPair(file: Bytes, range: Range, number: number): { text: string; version: number } {
  let [text, version] = ["", 0];
  for (const part of fieldsOf(file, range)) {
    if (part.number === number && part.wire === 2) text = readText(file, part.range);
    else if (part.number === 2 && part.wire === 0) version = part.value;
  }
  return { text, version };
}
