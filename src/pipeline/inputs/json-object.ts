/** JSON objects as Python's libraries write them. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Nothing that is read lies deeper. */
const MOST_LEVELS = 16;

/** Without keys whose value is null, in objects within it too: Python writes null for what is left open. */
export function withoutNulls(json: JsonObject, levels = MOST_LEVELS): JsonObject {
  const entries = Object.entries(json).filter(([, value]) => value !== null);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      isObject(value) && levels > 1 ? withoutNulls(value, levels - 1) : value,
    ]),
  );
}
