/** Labels of sequences or single tokens in `tokens.json`. */
import {
  FormatError,
  readBytes,
  readUint16,
  readUint32,
  writeUint16,
  writeUint32,
} from "../files/columns.ts";
import type { Column } from "../files/columns.ts";
import { described, ownField, readFields, readNumber, readTexts, type Fields } from "../files/fields.ts";

/** A text, a number, or several texts at once; null where there is none. */
export type LabelValue = string | number | readonly string[] | null;

/** A value per sequence or per token, by the name of the label. */
export type SourceLabels = ReadonlyMap<string, readonly LabelValue[]>;

export type LabelColumn = ValueColumn | SteppedColumn;

interface ValueColumn {
  readonly per: "sequence" | "token";
  /** Distinct values as they are shown; empty for none. */
  readonly values: readonly string[];
  /** They are numbers, and read back to the last digit. */
  readonly numbers?: true;
  /** Where some are several values at once: those of each; of a single value, itself. */
  readonly several?: readonly (readonly string[])[];
  /** Index into `values`: uint16, or uint32 where there are more than 65,536 of them. */
  readonly column: Column;
}

/** Numbers as older atlases have them: uint8, 256 steps between two ends. */
interface SteppedColumn {
  readonly per: "token";
  readonly min: number;
  readonly max: number;
  readonly column: Column;
}

/** A label spread over all tokens: an index into `values`, or a number. */
export type TokenLabel = KindLabel | NumberLabel;

export interface KindLabel {
  /** Empty for none. */
  readonly values: readonly string[];
  /** What each of them is found by, where it is several values at once. */
  readonly several?: readonly (readonly string[])[];
  readonly of: Uint16Array | Uint32Array;
}

export interface NumberLabel {
  readonly min: number;
  readonly max: number;
  /** NaN for none. */
  readonly of: Float64Array;
  /** Nearer than this is the same: 0 where numbers are exact. */
  readonly step: number;
}

/** Labels whose values are all numbers, as far as there are any, are labels of numbers. */
export function encodeLabel(per: ValueColumn["per"], all: readonly LabelValue[]): LabelColumn {
  const { values, several, isNumbers, of } = tabulated(all);
  return {
    per,
    values,
    ...(isNumbers ? { numbers: true } : {}),
    ...(several === undefined ? {} : { several }),
    column: of instanceof Uint32Array ? writeUint32(of) : writeUint16(of),
  };
}

/**
 * The label that a reader finds in what `encodeLabel` writes.
 *
 * @param sequenceOf Sequence of each token.
 */
export function tokenLabel(
  per: ValueColumn["per"],
  all: readonly LabelValue[],
  sequenceOf: Uint32Array,
): TokenLabel {
  const { isNumbers, values, several, of: own } = tabulated(all);
  const of = per === "token" ? own : Uint32Array.from(sequenceOf, (s) => own[s]!);
  if (isNumbers) return numberLabel(values, of, per);
  return { values, ...(several === undefined ? {} : { several }), of };
}

/** Distinct values in the order in which they first come, and which of them each one is. */
function tabulated(all: readonly LabelValue[]): KindLabel & { readonly isNumbers: boolean } {
  const given = all.filter((value) => value !== null);
  const isNumbers = given.length > 0 && given.every((value) => typeof value === "number");
  const index = new Map<string, number>();
  const several: (readonly string[])[] = [];
  const ids = all.map((value) => {
    const text = shownValue(value);
    const known = index.get(text);
    if (known !== undefined) return known;
    several.push(typeof value === "object" && value !== null ? value : [text]);
    index.set(text, several.length - 1);
    return several.length - 1;
  });
  return {
    values: [...index.keys()],
    isNumbers,
    ...(given.some((value) => typeof value === "object") ? { several } : {}),
    of: index.size > 65536 ? Uint32Array.from(ids) : Uint16Array.from(ids),
  };
}

/** Joins several values by commas, and quotes values that contain a comma. */
function shownValue(value: LabelValue): string {
  if (value === null) return "";
  if (typeof value !== "object") return String(value);
  return value.map((part) => (part.includes(",") ? JSON.stringify(part) : part)).join(", ");
}

interface TableSize {
  readonly nTokens: number;
  readonly nSequences: number;
  readonly sequenceOf: Uint32Array;
}

/** @throws {FormatError} if the column is cut short or damaged, or points beyond its values. */
export function decodeLabel(json: unknown, name: string, size: TableSize): TokenLabel {
  const label = readFields(json, name);
  const per = label["per"];
  if (per !== "sequence" && per !== "token") {
    throw new FormatError(`${name}: expected per sequence or per token, received ${described(per)}.`);
  }
  if (ownField(label, "min") !== undefined) return decodeSteps(label, name, size.nTokens);
  const values = readTexts(label["values"], `values of ${name}`);
  const several = readSeveral(label["several"], name, values.length);
  const n = per === "token" ? size.nTokens : size.nSequences;
  const isWide = values.length > 65536;
  const own = isWide ? readUint32(label["column"], n, name) : readUint16(label["column"], n, name);
  if (own.some((value) => value >= values.length)) {
    throw new FormatError(`${name}: expected indices of ${values.length} values, received one beyond them.`);
  }
  const of = per === "token" ? own : Uint32Array.from(size.sequenceOf, (s) => own[s]!);
  if (label["numbers"] !== true) return { values, ...(several === undefined ? {} : { several }), of };
  return numberLabel(values, of, name);
}

function readSeveral(json: unknown, name: string, n: number): readonly (readonly string[])[] | undefined {
  if (json === undefined) return undefined;
  const lists: readonly unknown[] | null = Array.isArray(json) ? json : null;
  if (lists?.length !== n) {
    throw new FormatError(`several of ${name}: expected a list of ${n}, received ${described(json)}.`);
  }
  return lists.map((list) => readTexts(list, `several of ${name}`));
}

function numberLabel(values: readonly string[], of: KindLabel["of"], name: string): NumberLabel {
  const read = values.map((text) => (text === "" ? NaN : Number(text)));
  const odd = read.findIndex((value, i) => values[i] !== "" && !Number.isFinite(value));
  if (odd >= 0) throw new FormatError(`${name}: expected numbers, received ${described(values[odd])}.`);
  const known = read.filter((value) => !Number.isNaN(value));
  if (known.length === 0) throw new FormatError(`${name}: expected numbers, received none.`);
  return {
    min: known.reduce((a, b) => Math.min(a, b)),
    max: known.reduce((a, b) => Math.max(a, b)),
    of: Float64Array.from(of, (value) => read[value]!),
    step: 0,
  };
}

function decodeSteps(label: Fields, name: string, nTokens: number): NumberLabel {
  const [min, max] = [readNumber(label["min"], `${name}.min`), readNumber(label["max"], `${name}.max`)];
  if (min > max)
    throw new FormatError(`${name}: expected min to be at most max, received ${min} and ${max}.`);
  const bytes = readBytes(label["column"], nTokens, name);
  const of = Float64Array.from(bytes, (byte) => min + (byte / 255) * (max - min));
  return { min, max, of, step: (max - min) / 255 / 2 };
}

/** The value of a token's label as text; empty if it has none. */
export function labelText(label: TokenLabel, token: number): string {
  if ("values" in label) return label.values[label.of[token]!] ?? "";
  const value = label.of[token] ?? NaN;
  return Number.isNaN(value) ? "" : String(value);
}
