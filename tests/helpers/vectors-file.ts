/** Vectors in files of other kinds than .npz. */
import { parquetWriteBuffer } from "hyparquet-writer";
import { bytesFrom, type NamedValues } from "#pipeline/arrays/array.ts";
import { safetensorsFile, tensorEntry } from "./safetensors-writer.ts";

const TYPES: Readonly<Record<string, string>> = {
  ...{ f2: "F16", f4: "F32", f8: "F64", i4: "I32", i8: "I64", u1: "U8", b1: "BOOL" },
};

/** As safetensors: texts are JSON lists in the metadata. */
export function vectorsFile(arrays: ReadonlyMap<string, NamedValues>): Buffer {
  const header: Record<string, unknown> = {};
  const metadata: Record<string, string> = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const [name, array] of arrays) {
    if (array.type === "text") metadata[name] = JSON.stringify(array.values);
    else {
      const bytes = bytesFrom(array.values);
      header[name] = tensorEntry(TYPES[array.type] ?? "", [...array.shape], at, (at += bytes.length));
      parts.push(bytes);
    }
  }
  return safetensorsFile({ __metadata__: metadata, ...header }, Buffer.concat(parts));
}

/** As Parquet: a row per head and token. @param arrays With axes of layers. */
export function vectorRows(
  arrays: ReadonlyMap<string, NamedValues>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const get = (name: string): ArrayLike<unknown> | undefined => arrays.get(name)?.values;
  const [nLayers = 0, nHeads = 0, nTokens = 0, dHead = 0] = arrays.get("q")?.shape ?? [];
  const starts = Array.from((get("starts") ?? []) as ArrayLike<number>).concat(nTokens);
  const nPairs = arrays.get("weights")?.shape[2] ?? 0;
  const columns = new Map<string, unknown[]>();
  const put = (name: string, value: unknown): void => {
    columns.set(name, [...(columns.get(name) ?? []), value]);
  };
  const list = (name: string, from: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => Number(get(name)?.[from + i]));
  for (let layer = 0; layer < nLayers; layer++) {
    for (let head = 0; head < nHeads; head++) {
      const place = layer * nHeads + head;
      let pair = place * nPairs;
      for (let token = 0; token < nTokens; token++) {
        const sequence = starts.findLastIndex((start) => start <= token);
        const length = (starts[sequence + 1] ?? 0) - (starts[sequence] ?? 0);
        put("layer", layer);
        put("head", head);
        put("sequence", sequence);
        put("token", get("tokens")?.[token]);
        put("q", list("q", (place * nTokens + token) * dHead, dHead));
        put("k", list("k", (place * nTokens + token) * dHead, dHead));
        if (arrays.has("weights")) put("weights", list("weights", pair, length));
        pair += length;
        if (arrays.has("value_norms")) put("value_norm", list("value_norms", place * nTokens + token, 1)[0]);
        if (arrays.has("ids")) put("id", Number(get("ids")?.[token]));
        if (arrays.has("special")) put("special", get("special")?.[token] === 1);
        for (const name of arrays.keys()) {
          if (name.startsWith("label:")) put(name, get(name)?.[token]);
          if (name.startsWith("sequence:")) put(name, get(name)?.[sequence]);
        }
      }
    }
  }
  const names = [...columns.keys()];
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: names.map((name) => ({ name, data: columns.get(name) ?? [] })),
      schema: [{ name: "root", num_children: names.length }, ...names.flatMap((name) => schemaOf(name))],
      kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    }),
  );
}

type Schema = NonNullable<Parameters<typeof parquetWriteBuffer>[0]["schema"]>;

function schemaOf(name: string): Schema {
  const required = { name, repetition_type: "REQUIRED" } as const;
  if (["layer", "head", "sequence", "id"].includes(name)) return [{ ...required, type: "INT32" }];
  if (name === "special") return [{ ...required, type: "BOOLEAN" }];
  if (name === "value_norm") return [{ ...required, type: "FLOAT" }];
  if (!["q", "k", "weights"].includes(name))
    return [{ ...required, type: "BYTE_ARRAY", converted_type: "UTF8" }];
  return [
    { ...required, converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: "REQUIRED", type: "FLOAT" },
  ];
}
