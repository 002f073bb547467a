/** Arrays in the metadata of files, where there are texts only. */
import { arrayInMemory, type StoredArray } from "../arrays/array.ts";

/** A JSON list of texts or numbers, `true`, `false`, a number; or else the text itself. */
export function textArray(text: string): StoredArray {
  const value = parsed(text);
  if (typeof value === "boolean")
    return arrayInMemory({ type: "b1", shape: [], values: Uint8Array.of(value ? 1 : 0) });
  if (typeof value === "number")
    return arrayInMemory({ type: "f8", shape: [], values: Float64Array.of(value) });
  if (Array.isArray(value)) {
    const shape = [value.length];
    if (value.every((each) => typeof each === "string"))
      return arrayInMemory({ type: "text", shape, values: value });
    if (value.every((each) => typeof each === "number" || each === null))
      return arrayInMemory({
        type: "f8",
        shape,
        values: Float64Array.from(value as (number | null)[], (each) => each ?? NaN),
      });
    if (value.every((each) => typeof each === "boolean"))
      return arrayInMemory({ type: "b1", shape, values: Uint8Array.from(value, Number) });
  }
  return arrayInMemory({ type: "text", shape: [], values: [text] });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
