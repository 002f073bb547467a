/** What a schema finds wrong with a file, in the one form in which Headland reports it. */
import type { z } from "zod";
import type { Problem } from "../errors.ts";
import { shownValue } from "../shown-value.ts";

/**
 * Every mistake.
 *
 * @param raw What was read. @param where How the file is called in messages.
 */
export function problemsOf(error: z.ZodError, raw: unknown, where: string, schema: z.ZodType): Problem[] {
  return error.issues.flatMap((issue) => toProblems(issue, raw, where, schema));
}

function toProblems(issue: z.core.$ZodIssue, raw: unknown, where: string, schema: z.ZodType): Problem[] {
  const at = issue.path.map(String);
  const place = (keys: readonly string[]): string => [where, keys.join(".")].filter(Boolean).join(", ");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      what: "unknown key",
      where: place([...at, key]),
      expected: `one of ${keysAt(schema, at).join(", ")}`,
      received: `"${key}"`,
    }));
  }
  const value = valueAt(raw, issue.path);
  return [
    {
      what: value === undefined ? "a key is missing" : "wrong value",
      where: place(at),
      expected: expectation(issue),
      received: shownValue(value),
    },
  ];
}

/** zod says `Invalid option: expected one of "text"|"images"`; we want what stands after `expected`. */
function expectation(issue: z.core.$ZodIssue): string {
  const said = issue.message.split("expected ")[1] ?? issue.message;
  return said
    .replace(/, received .*$/, "")
    .replaceAll('"', "")
    .replaceAll("|", " or ");
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** Keys the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly string[]): string[] {
  let shape = shapeOf(schema);
  for (const key of path) {
    const next = /^\d+$/.test(key) ? shape[ELEMENT] : shape[key];
    shape = next === undefined ? {} : shapeOf(next);
  }
  return Object.keys(shape).filter((key) => key !== ELEMENT);
}

/** Stands for every index of a list. */
const ELEMENT = "[]";

/** Fields of an object schema, looking through the defaults around it and what is made of it; the element of a list. */
function shapeOf(schema: z.ZodType): Record<string, z.ZodType> {
  const def = schema.def as {
    readonly innerType?: z.ZodType;
    readonly in?: z.ZodType;
    readonly element?: z.ZodType;
    readonly shape?: Record<string, z.ZodType>;
  };
  const inner = def.innerType ?? def.in;
  if (inner !== undefined) return shapeOf(inner);
  if (def.element !== undefined) return { [ELEMENT]: def.element };
  return def.shape ?? {};
}
