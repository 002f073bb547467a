/**
 * The part of Protocol Buffers that ONNX needs: fields as byte ranges of a file, and a writer. A full decoder used 500 to
 * 700 MB of memory on files of 440 to 650 MB; this one reads only the fields that are requested.
 */
import type { Bytes } from "./byte-file.ts";

/** A half-open range of bytes in a file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One field of a message. `range` holds the payload (length-delimited), `value` the number (varint, fixed). */
export interface Field {
  readonly number: number;
  readonly wire: number;
  readonly value: number;
  readonly range: Range;
  /** Tag and payload, for copying a field unchanged. */
  readonly whole: Range;
}

/** The bytes are not a protobuf message. */
export class ProtobufError extends Error {
  override name = "ProtobufError";
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** @throws {ProtobufError} if a field runs past the end of its message, or has an unknown wire type. */
export function* fieldsOf(file: Bytes, range: Range): Generator<Field> {
  let at = range.start;
  while (at < range.end) {
    const start = at;
    const tag = readVarint(file, at, range.end);
    at = tag.next;
    const wire = tag.value & 7;
    const number = Math.floor(tag.value / 8);
    if (number === 0) throw new ProtobufError(`field number 0 at byte ${start}`);
    let value = 0;
    let payload: Range = { start: at, end: at };
    if (wire === VARINT) {
      const read = readVarint(file, at, range.end);
      value = read.value;
      at = read.next;
    } else if (wire === BYTES) {
      const length = readVarint(file, at, range.end);
      if (length.value < 0) throw new ProtobufError(`a field of negative length at byte ${start}`);
      payload = { start: length.next, end: length.next + length.value };
      at = payload.end;
    } else if (wire === FIXED64 || wire === FIXED32) {
      payload = { start: at, end: at + (wire === FIXED64 ? 8 : 4) };
      at = payload.end;
      if (wire === FIXED32 && at <= range.end) value = file.bytes(payload.start, 4).readFloatLE(0);
    } else {
      throw new ProtobufError(`wire type ${wire} at byte ${start}`);
    }
    if (at > range.end) {
      throw new ProtobufError(
        `a field at byte ${start} ends at byte ${at}, past the end of its message at ${range.end}`,
      );
    }
    yield { number, wire, value, range: payload, whole: { start, end: at } };
  }
}

/** Text of a length-delimited field. Names in ONNX are short, so a very long one means a damaged file. */
export function readText(file: Bytes, range: Range): string {
  const length = range.end - range.start;
  if (length > 1 << 16) throw new ProtobufError(`a name of ${length} bytes at byte ${range.start}`);
  return file.bytes(range.start, length).toString("utf8");
}

/** Numbers of a repeated int64 field, packed or not. */
export function readInts(file: Bytes, field: Field): number[] {
  if (field.wire === VARINT) return [field.value];
  const values: number[] = [];
  let at = field.range.start;
  while (at < field.range.end) {
    const read = readVarint(file, at, field.range.end);
    values.push(read.value);
    at = read.next;
  }
  return values;
}

/** A varint as a signed 64-bit number, exact up to 2⁵³. */
function readVarint(file: Bytes, start: number, end: number): { value: number; next: number } {
  // Seven groups of seven bits fit a double exactly. Only negative numbers are longer and need a BigInt.
  let value = 0;
  let scale = 1;
  for (let at = start; at < end && at < start + 7; at++) {
    const byte = file.byte(at);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
    scale *= 128;
  }
  return readLongVarint(file, start, end);
}

function readLongVarint(file: Bytes, start: number, end: number): { value: number; next: number } {
  let bits = 0n;
  for (let at = start, shift = 0n; at < end && at < start + 10; at++, shift += 7n) {
    const byte = file.byte(at);
    bits |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return { value: Number(BigInt.asIntN(64, bits)), next: at + 1 };
  }
  throw new ProtobufError(`an unfinished number at byte ${start}`);
}

/** Writes one length-delimited field. */
export function bytesField(number: number, payload: Uint8Array | string): Buffer {
  const content = typeof payload === "string" ? Buffer.from(payload, "utf8") : payload;
  return Buffer.concat([varint(number * 8 + BYTES), varint(content.length), content]);
}

/** Writes one integer field; negative numbers take ten bytes, as the format requires. */
export function intField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8 + VARINT), value < 0 ? longVarint(value) : varint(value)]);
}

/** Writes one float32 field. */
export function floatField(number: number, value: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeFloatLE(value);
  return Buffer.concat([varint(number * 8 + FIXED32), payload]);
}

function longVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
