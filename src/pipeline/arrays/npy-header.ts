/** The header of a .npy array: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. */
import type { Problem } from "../errors.ts";
import { excerpt, shownValue } from "../shown-value.ts";
import { isNumberType, nValuesOf, type NumberType } from "./array.ts";

export interface NpyHeader {
  /** Texts: `U` holds four bytes per character, `S` one byte, both filled up with zeros. */
  readonly type: NumberType | "U" | "S";
  /** Bytes of one value. */
  readonly size: number;
  readonly isBigEndian: boolean;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the values begin, in bytes. */
  readonly start: number;
}

/** Why a header is refused; the reader knows where. */
export type Refusal = Omit<Problem, "where">;

const MAGIC = Buffer.from([0x93, ...Buffer.from("NUMPY")]);
/** Magic, version and a length of four bytes. */
const PREFIX_BYTES = 12;
/** A list of named fields may be long; one type and one shape are not. */
const MOST_HEADER_BYTES = 100_000;
const MOST_AXES = 32;
const MOST_VALUES = 2 ** 40;
const ALIGNMENT = 64;

const CURE = "Save the array again with numpy.save or numpy.savez.";

/** @param bytes Reads from the array's beginning, at most so many bytes as it has. */
export function readNpyHeader(bytes: (offset: number, length: number) => Buffer): NpyHeader | Refusal {
  const prefix = bytes(0, PREFIX_BYTES);
  if (prefix.length < 10 || !prefix.subarray(0, MAGIC.length).equals(MAGIC))
    return refused("this is no .npy array", String.raw`\x93NUMPY first`, excerpt(prefix.toString("latin1")));
  const major = prefix[6]!;
  if (major < 1 || major > 3) return refused("it has an unknown version", "version 1, 2 or 3", String(major));
  if (major > 1 && prefix.length < PREFIX_BYTES)
    return refused("the array is cut", "a header", `${prefix.length} bytes`);
  const headerStart = major === 1 ? 10 : PREFIX_BYTES;
  const length = major === 1 ? prefix.readUInt16LE(8) : prefix.readUInt32LE(8);
  if (length > MOST_HEADER_BYTES)
    return refused("its header is too long", `at most ${MOST_HEADER_BYTES} bytes`, String(length));
  const header = bytes(headerStart, length);
  if (header.length < length)
    return refused("the array is cut", `a header of ${length} bytes`, String(header.length));
  const text = header.toString(major === 3 ? "utf8" : "latin1");
  const fields = parseFields(text);
  if (fields === undefined)
    return refused(
      "its header cannot be read",
      "{'descr': …, 'fortran_order': …, 'shape': …}",
      excerpt(text, 120),
    );
  const shape = parseShape(fields.shape);
  if (shape === undefined)
    return refused("its shape is none", "whole numbers in parentheses, 0 or more", excerpt(fields.shape));
  if (nValuesOf(shape) > MOST_VALUES)
    return refused("its shape is too large", `at most ${MOST_VALUES} values`, shownValue(shape));
  const type = parseType(fields.descr);
  if ("what" in type) return type;
  return { ...type, isFortran: fields.order === "True", shape, start: headerStart + length };
}

interface Fields {
  readonly descr: string;
  readonly order: string;
  readonly shape: string;
}

/** The dictionary that numpy writes as Python would; some writers order its keys otherwise. */
function parseFields(text: string): Fields | undefined {
  const found = new Map<string, string>();
  const field =
    /\s*(?:'(?<a>descr|fortran_order|shape)'|"(?<b>descr|fortran_order|shape)")\s*:\s*(?<value>'[^']*'|"[^"]*"|True|False|\([^()]*\)|\[[^\]]*\])\s*(?:,|(?=\}))/y;
  const open = /^\s*\{/.exec(text);
  if (open === null) return undefined;
  field.lastIndex = open[0].length;
  let end = field.lastIndex;
  for (let match = field.exec(text); match?.groups; match = field.exec(text)) {
    const { a, b, value = "" } = match.groups;
    const key = a ?? b ?? "";
    if (found.has(key)) return undefined;
    found.set(key, value);
    end = field.lastIndex;
  }
  if (!/^\s*\}\s*$/.test(text.slice(end))) return undefined;
  const [descr, order, shape] = [found.get("descr"), found.get("fortran_order"), found.get("shape")];
  if (descr === undefined || shape === undefined || (order !== "True" && order !== "False")) return undefined;
  return { descr, order, shape };
}

function parseShape(text: string): number[] | undefined {
  const inner = /^\((.*)\)$/s.exec(text)?.[1]?.trim();
  if (inner === undefined) return undefined;
  if (inner === "") return [];
  // A tuple of one ends in a comma; Python 2 wrote an L behind long numbers.
  if (!/^\d+L?\s*(?:,\s*\d+L?\s*)*,?$/.test(inner)) return undefined;
  if (!inner.includes(",")) return undefined;
  const sizes = inner
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => Number(part.replace(/L$/, "")));
  return sizes.length <= MOST_AXES && sizes.every(Number.isSafeInteger) ? sizes : undefined;
}

const SIZE_OF_CHARACTER = { U: 4, S: 1 } as const;

function parseType(descr: string): Pick<NpyHeader, "type" | "size" | "isBigEndian"> | Refusal {
  const expected = "numbers (f2 f4 f8 i1 … u8), truth values (b1) or texts (U, S)";
  const [, order = "", kind = "", digits = ""] = /^['"]([<>|=]?)([A-Za-z])(\d*)['"]$/.exec(descr) ?? [];
  if (kind === "O")
    return refused(
      "it is an array of Python objects, which are pickled",
      expected,
      excerpt(descr),
      "Headland never unpickles: a pickle may run any program. Give the array a dtype, e.g. numpy.array(tokens, dtype=str).",
    );
  const isBigEndian = order === ">";
  const size = Number(digits);
  if ((kind === "U" || kind === "S") && digits !== "" && size <= MOST_HEADER_BYTES * 10)
    return { type: kind, size: size * SIZE_OF_CHARACTER[kind], isBigEndian };
  const type = `${kind}${digits}`;
  if (isNumberType(type) && order !== "=") return { type, size, isBigEndian };
  const isStructured = descr.startsWith("[");
  return refused(
    isStructured ? "it is an array of records" : "its dtype is unknown",
    expected,
    excerpt(descr),
    isStructured ? "Save each field as an array of its own." : "Convert it with astype and save it again.",
  );
}

function refused(what: string, expected: string, received: string, cure = CURE): Refusal {
  return { what, expected, received, cure };
}

/** The header that numpy writes. @param descr E.g. `<f4`. */
export function npyHeader(descr: string, shape: readonly number[]): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT - 10;
  const start = Buffer.alloc(10);
  MAGIC.copy(start);
  start[6] = 1;
  start.writeUInt16LE(length, 8);
  return Buffer.concat([start, Buffer.from(`${text.padEnd(length - 1)}\n`, "latin1")]);
}
