/** A file of arrays before it is written: what it holds is known, and the numbers are read when their turn comes. */
import { safetensorsHead, type TensorType } from "#export/safetensors.ts";
import { bytesFrom, type NamedValues, type Numbers, type NumberType } from "../../arrays/array.ts";
import { writeNpz } from "../../arrays/npz.ts";

export const ARRAY_FORMATS = ["npz", "safetensors"] as const;
export type ArrayFormat = (typeof ARRAY_FORMATS)[number];

/** Types that exports have, and what safetensors calls them. */
const TENSORS = {
  f4: "F32",
  f8: "F64",
  i4: "I32",
  u4: "U32",
  u1: "U8",
  b1: "BOOL",
} as const satisfies Partial<Record<NumberType, TensorType>>;

export interface ArrayShape {
  readonly name: string;
  readonly type: keyof typeof TENSORS;
  readonly shape: readonly number[];
}

/** Arrays that are read together, such as those of one layer. */
export interface ArrayGroup {
  readonly arrays: readonly ArrayShape[];
  /** The numbers of each of them. */
  readonly read: () => Promise<readonly Numbers[]>;
}

/** A list of texts; one text, if it is none. */
export interface TextArray {
  readonly name: string;
  readonly values: readonly string[] | string;
}

export interface ArrayFile {
  /** Without the ending. */
  readonly name: string;
  readonly texts: readonly TextArray[];
  readonly groups: readonly ArrayGroup[];
}

/** An array that is there already. */
export function ready(name: string, type: ArrayShape["type"], values: Numbers): ArrayGroup {
  return { arrays: [{ name, type, shape: [values.length] }], read: () => Promise.resolve([values]) };
}

/** The bytes of the file, in parts. Of safetensors, one group at a time is in memory; of NPZ, all. */
export async function* arrayBytes(file: ArrayFile, format: ArrayFormat): AsyncGenerator<Uint8Array> {
  if (format === "npz") {
    yield writeNpz(await namedValues(file));
    return;
  }
  const tensors = file.groups.flatMap(({ arrays }) =>
    arrays.map(({ name, type, shape }) => ({ name, dtype: TENSORS[type], shape })),
  );
  // The format has no tensors of text.
  const metadata = file.texts.map(
    ({ name, values }) => [name, typeof values === "string" ? values : JSON.stringify(values)] as const,
  );
  yield safetensorsHead(tensors, Object.fromEntries(metadata));
  for (const { read } of file.groups) for (const numbers of await read()) yield bytesFrom(numbers);
}

async function namedValues({ texts, groups }: ArrayFile): Promise<(readonly [string, NamedValues])[]> {
  const arrays = texts.map(({ name, values }): readonly [string, NamedValues] => [
    name,
    typeof values === "string"
      ? { type: "text", shape: [], values: [values] }
      : { type: "text", shape: [values.length], values },
  ]);
  for (const group of groups)
    (await group.read()).forEach((values, i) => {
      const { name, type, shape } = group.arrays[i]!;
      arrays.push([name, { type, shape, values }]);
    });
  return arrays;
}
