/**
 * The header of a safetensors file: which tensors it holds, and where. The weights themselves are not read: graphs refer to
 * them by their offsets. The format is https://github.com/huggingface/safetensors#format; whatever it forbids is refused.
 */
import { ModelError, modelMistakes, type Problem } from "../errors.ts";
import type { Bytes } from "../onnx/file/byte-file.ts";
import { HEAD_BYTES, standIn } from "../problems/stand-in.ts";
import { excerpt, shownValue } from "../shown-value.ts";
import { repeatedKey } from "./repeated-key.ts";

/** Bits of one number of each type that the format knows. */
const BITS = {
  ...{ F64: 64, F32: 32, F16: 16, BF16: 16, I64: 64, I32: 32, I16: 16, I8: 8 },
  ...{ U64: 64, U32: 32, U16: 16, U8: 8, BOOL: 8, C64: 64 },
  ...{ F8_E4M3: 8, F8_E5M2: 8, F8_E8M0: 8, F6_E2M3: 6, F6_E3M2: 6, F4: 4 },
} as const;
export type TensorType = keyof typeof BITS;

export interface StoredTensor {
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  /** Where its bytes begin, counted from the start of the file. */
  readonly offset: number;
  /** Bytes. Numbers are contiguous, row by row, little-endian. */
  readonly length: number;
}

export interface Safetensors {
  /** By name, in the order of their bytes. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** What the file says of itself, e.g. `format` → `pt`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The most bytes that the reference implementation takes for a header. */
const MOST_HEADER_BYTES = 100_000_000;
/** Several times as many as the largest models have; with more, the header alone would take gigabytes of memory. */
export const MOST_TENSORS = 250_000;
/** The number that tells the header's length. */
const LENGTH_BYTES = 8;
const METADATA = "__metadata__";
const CURE = "Fetch the file again; if it stays like this, the one who published it has to repair it.";

/** @throws {ModelError} with all that is wrong: lengths, JSON, types, shapes, offsets, overlaps, gaps. */
export function readSafetensors(file: Bytes): Safetensors {
  const { header, dataStart } = readHeader(file);
  const { [METADATA]: metadata = {}, ...entries } = header;
  const problems: Problem[] = [];
  const refuse = (what: string, name: string, expected: string, received: string): void => {
    problems.push({ what, where: `${file.path}, ${name}`, expected, received, cure: CURE });
  };
  if (!isTexts(metadata)) refuse("the metadata are wrong", METADATA, "texts by name", shownValue(metadata));
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(entries)) {
    const expected = unexpected(entry);
    if (expected === undefined) tensors.set(name, storedTensor(entry as Entry, dataStart));
    else refuse("this is no tensor", name, expected, shownValue(entry));
  }
  const ordered = [...tensors].sort(([, a], [, b]) => a.offset - b.offset || a.length - b.length);
  let end = dataStart;
  let lastName = "its end";
  for (const [name, { offset, length }] of problems.length > 0 ? [] : ordered) {
    // Every byte belongs to one tensor: what no tensor names could hide anything.
    if (offset !== end)
      refuse(
        offset < end ? "tensors overlap" : "bytes between two tensors belong to none",
        name,
        `data from byte ${end - dataStart} on`,
        `byte ${offset - dataStart}`,
      );
    end = Math.max(end, offset + length);
    lastName = name;
  }
  if (problems.length === 0 && end !== file.size)
    refuse(
      end > file.size ? "the file is cut" : "bytes behind the last tensor belong to none",
      lastName,
      `${end} bytes`,
      `${file.size}`,
    );
  if (problems.length > 0) throw modelMistakes(problems);
  return { tensors: new Map(ordered), metadata: metadata as Record<string, string> };
}

/** As the header writes a tensor. */
interface Entry {
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [begin: number, end: number];
}

function readHeader(file: Bytes): { header: Readonly<Record<string, unknown>>; dataStart: number } {
  const problem = (what: string, expected: string, received: string): ModelError =>
    new ModelError({ what, where: file.path, expected, received, cure: CURE });
  if (file.size < LENGTH_BYTES)
    throw problem(
      "the file is cut",
      "a safetensors file, which begins with eight bytes",
      `${file.size} bytes`,
    );
  const other = standIn(file.bytes(0, Math.min(file.size, HEAD_BYTES)));
  if (other !== undefined)
    throw new ModelError({ ...other, where: file.path, expected: "a safetensors file" });
  const length = file.bytes(0, LENGTH_BYTES).readBigUInt64LE();
  const most = Math.min(MOST_HEADER_BYTES, file.size - LENGTH_BYTES);
  if (length > most)
    throw problem(
      "its header is too long",
      `at most ${most} bytes`,
      `${length}, by the file's first eight bytes`,
    );
  const bytes = file.bytes(LENGTH_BYTES, Number(length));
  const text = decoded(bytes);
  const header = text?.startsWith("{") === true ? parsed(text) : undefined;
  if (text === undefined || typeof header !== "object" || header === null)
    throw problem(
      "its header cannot be read",
      "JSON in UTF-8 that begins with {",
      excerpt(bytes.toString("latin1")),
    );
  const nTensors = Object.keys(header).length;
  if (nTensors > MOST_TENSORS)
    throw problem("it holds too many tensors", `at most ${MOST_TENSORS}`, String(nTensors));
  const twice = repeatedKey(text);
  if (twice !== undefined)
    throw problem("a name stands twice in its header", "each name once", excerpt(twice));
  return { header: header as Record<string, unknown>, dataStart: LENGTH_BYTES + Number(length) };
}

/** @returns What it should be; undefined if it is a tensor. */
function unexpected(entry: unknown): string | undefined {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Partial<Record<string, unknown>>;
  if (typeof dtype !== "string" || !Object.hasOwn(BITS, dtype))
    return `a dtype among ${Object.keys(BITS).join(", ")}`;
  if (!Array.isArray(shape) || !shape.every(isCount)) return "a shape of whole numbers, 0 or more";
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return "data_offsets of two whole numbers, 0 or more";
  const [begin = 0, end = 0] = offsets as number[];
  const bits = BigInt(BITS[dtype as TensorType]) * shape.reduce((n, size) => n * BigInt(size as number), 1n);
  // Products of hostile shapes are larger than a double can tell.
  return bits === BigInt(end - begin) * 8n ? undefined : `${bits / 8n} bytes, by its shape and dtype`;
}

function storedTensor({ dtype, shape, data_offsets: [begin, end] }: Entry, dataStart: number): StoredTensor {
  return { dtype, shape, offset: dataStart + begin, length: end - begin };
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isTexts(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === "string")
  );
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
