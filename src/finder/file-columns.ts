/**
 * Columns of numbers in `finder.json`: each is a text, which is read when its numbers are first asked for. A table of ten
 * thousand heads has millions of numbers, of which a reader sees a few columns.
 */
import { FormatError } from "#atlas/files/columns.ts";
import { described, readFields, readTexts } from "#atlas/files/fields.ts";
import type { FinderColumn } from "./finder-table.ts";

/** A number for every head, as JSON without its brackets: `0.5,0.1,null`. */
type NumbersOnFile = string;

export interface ColumnOnFile {
  /** Of the measure, e.g. `induction`. */
  readonly id: string;
  readonly title: string;
  /** Key of `groups`. */
  readonly group: string;
  /** Beside the number; empty if it has no unit. */
  readonly unit: string;
  /** Which end is worth a look. */
  readonly remarkable: "high" | "low" | null;
  readonly values: NumbersOnFile;
  /** One for all heads, or one for every head; absent where none is known. */
  readonly chance?: number | NumbersOnFile;
  /** Why heads lack the number, with the places of those heads. */
  readonly why?: readonly (readonly [text: string, heads: readonly number[]])[];
}

export function writeNumbers(numbers: readonly (number | null)[]): NumbersOnFile {
  return JSON.stringify(numbers).slice(1, -1);
}

/** @throws {FormatError} if it is damaged; its numbers throw it when they are first asked for. */
export function readColumn(value: unknown, n: number, name: string): FinderColumn {
  const { chance, why, values, ...column } = readFields(value, name);
  const [id, title, group, unit] = readTexts(
    [column["id"], column["title"], column["group"], column["unit"]],
    name,
  ) as [string, string, string, string];
  const { remarkable } = column;
  const valuesOf = once(() => readNumbers(values, n, `${name}.values`));
  const chanceOf = once(() =>
    typeof chance === "number"
      ? new Float64Array(n).fill(chance)
      : chance === undefined
        ? null
        : readNumbers(chance, n, `${name}.chance`),
  );
  const whyOf = once(() => (why === undefined ? null : readReasons(why, name)));
  return {
    id,
    title,
    group,
    unit,
    remarkable: remarkable === "high" || remarkable === "low" ? remarkable : null,
    get values() {
      return valuesOf();
    },
    get chance() {
      return chanceOf();
    },
    hasChance: chance !== undefined,
    get why() {
      return whyOf();
    },
  };
}

/** What is read when it is first asked for. */
export function once<Value>(read: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => (known ??= { value: read() }).value;
}

function readReasons(value: unknown, name: string): ReadonlyMap<number, string> {
  return new Map(
    readList(value, `${name}.why`).flatMap((pair) => {
      const [text, heads] = readList(pair, `${name}.why`);
      return readList(heads, `${name}.why`).map((head) => [Number(head), String(text)] as const);
    }),
  );
}

function readNumbers(text: unknown, n: number, name: string): Float64Array {
  if (typeof text !== "string")
    throw new FormatError(`${name}: expected numbers in a text, received ${described(text)}.`);
  const list = parsedList(text);
  if (list?.length !== n)
    throw new FormatError(`${name}: expected ${n} numbers, received ${list?.length ?? described(text)}.`);
  const numbers = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const each = list[i];
    if (each !== null && !Number.isFinite(each))
      throw new FormatError(`${name}: expected numbers, received ${described(each)} at ${i}.`);
    numbers[i] = each === null ? NaN : (each as number);
  }
  return numbers;
}

function parsedList(text: string): readonly unknown[] | null {
  try {
    return JSON.parse(`[${text}]`) as readonly unknown[];
  } catch {
    return null;
  }
}

export function readList(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FormatError(`${name}: expected a list, received ${described(value)}.`);
}
