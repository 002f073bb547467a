/** Numbers that follow from a tensor's name: tests/oracle/formula.py has the same formula, so no fixture stores weights. */

/** The types of numbers that the formula fills, and those of buffers. */
export type FormulaType = "F32" | "F16" | "BF16" | "I64" | "BOOL" | "U8";

export const BYTES: Readonly<Record<FormulaType, number>> = {
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  BOOL: 1,
  U8: 1,
};

/** @returns The 32-bit FNV-1a hash of the name's UTF-8 bytes. */
export function nameSeed(name: string): number {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(name)) state = Math.imul(state ^ byte, 0x01000193);
  return state >>> 0;
}

/**
 * Numbers `start` to `start + count` of a tensor, row by row: those of mulberry32, seeded with the name's hash.
 *
 * @returns Numbers in [center - spread, center + spread), computed in float64 and rounded to float32.
 */
export function formulaNumbers(
  name: string,
  count: number,
  center: number,
  spread: number,
  start = 0,
): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(count);
  let state = (nameSeed(name) + Math.imul(start, 0x6d2b79f5)) | 0;
  for (let i = 0; i < count; i++) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    numbers[i] = center + spread * (((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1);
  }
  return numbers;
}

/** @returns The bytes that a file has of these numbers, little-endian, rounded to the nearest (ties to even). */
export function encodeNumbers(numbers: Float32Array<ArrayBuffer>, type: FormulaType): Uint8Array {
  if (type === "F32") return new Uint8Array(numbers.buffer);
  if (type === "F16") return new Uint8Array(new Float16Array(numbers).buffer);
  if (type === "BF16") return new Uint8Array(bfloat16(numbers).buffer);
  if (type === "I64") return new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
  return Uint8Array.from(numbers);
}

/** The upper half of a float32's bits, after half of what is cut away was added; a tie goes to the even one. */
function bfloat16(numbers: Float32Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const halves = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) {
    const all = bits[i]!;
    halves[i] = (all + 0x7fff + ((all >>> 16) & 1)) >>> 16;
  }
  return halves;
}
