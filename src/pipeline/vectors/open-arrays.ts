/** Opens the files of a run: every array and text by its name, whatever the format. */
import { extname } from "node:path";
import type { StoredArray } from "../arrays/array.ts";
import { readNpz } from "../arrays/npz.ts";
import { expectNone, type Problem } from "../errors.ts";
import { ByteFile } from "../onnx/file/byte-file.ts";
import { excerpt } from "../shown-value.ts";
import { readParquetRun } from "./parquet-run.ts";
import { safetensorsArrays } from "./safetensors-arrays.ts";

export interface OpenArrays {
  readonly arrays: ReadonlyMap<string, StoredArray>;
  /** The file of an array, and its name, for messages. */
  readonly where: (name: string) => string;
  readonly close: () => void;
}

/** @throws {UserError} with all that is wrong with a file, or if two files have an array of one name. */
export async function openArrays(paths: readonly string[]): Promise<OpenArrays> {
  const arrays = new Map<string, StoredArray>();
  const pathOf = new Map<string, string>();
  const files: ByteFile[] = [];
  const close = (): void => {
    for (const file of files.splice(0)) file.close();
  };
  const problems: Problem[] = [];
  try {
    for (const path of paths) {
      const file = new ByteFile(path);
      files.push(file);
      for (const [name, array] of await readArrays(file)) {
        const other = pathOf.get(name);
        if (other !== undefined)
          problems.push({
            what: "two files have an array of this name",
            where: `${path}, ${excerpt(name)}`,
            expected: "each name in one file",
            received: `one in ${other} as well`,
          });
        pathOf.set(name, path);
        arrays.set(name, array);
      }
    }
    expectNone(problems);
  } catch (error) {
    close();
    throw error;
  }
  const [first = ""] = paths;
  return { arrays, where: (name) => `${pathOf.get(name) ?? first}, ${name}`, close };
}

function readArrays(
  file: ByteFile,
): ReadonlyMap<string, StoredArray> | Promise<ReadonlyMap<string, StoredArray>> {
  switch (extname(file.path).toLowerCase()) {
    case ".safetensors":
      return safetensorsArrays(file);
    case ".parquet":
      return readParquetRun(file);
    default:
      return readNpz(file);
  }
}
