/** Columns of real numbers, quantized to 65,536 steps between the smallest and the largest. */
import { FormatError, readUint16, writeUint16, type Column } from "./columns.ts";
import { readFields, readNumber } from "./fields.ts";

export interface RangeColumn {
  readonly min: number;
  readonly max: number;
  /** uint16 */
  readonly column: Column;
}

/** Writes numbers, each to within half a step. @param values Finite. */
export function writeRange(values: Float32Array): RangeColumn {
  const min = values.reduce((a, b) => Math.min(a, b), values[0] ?? 0);
  const max = values.reduce((a, b) => Math.max(a, b), values[0] ?? 0);
  const scale = max > min ? 65535 / (max - min) : 0;
  const column = writeUint16(Uint16Array.from(values, (value) => Math.round((value - min) * scale)));
  const round = (value: number): number => Number(value.toFixed(5));
  return { min: round(min), max: round(max), column };
}

/** Reads the ends of a range of lengths. @throws {FormatError} if they are no finite numbers, 0 ≤ min ≤ max. */
export function readLengthRange(value: unknown, name: string): Pick<RangeColumn, "min" | "max"> {
  const range = readFields(value, name);
  const [min, max] = [readNumber(range["min"], `${name}.min`), readNumber(range["max"], `${name}.max`)];
  if (min >= 0 && min <= max) return { min, max };
  throw new FormatError(`${name}: expected lengths from min to max, 0 or more, received ${min} to ${max}.`);
}

/** Reads `length` lengths back. @throws {FormatError} as `readLengthRange` and `readBytes`. */
export function readLengths(value: unknown, length: number, name: string): Float32Array {
  const { min, max } = readLengthRange(value, name);
  const steps = readUint16(readFields(value, name)["column"], length, name);
  return Float32Array.from(steps, (step) => min + (step / 65535) * (max - min));
}
