/** Reads one JSON file of a HeadVis tree. */
import type { z } from "zod";
import { problemsOf } from "../config/schema-problems.ts";
import type { Mistake } from "../errors.ts";
import { parseJson } from "../inputs/parse-json.ts";
import { readBytes } from "../inputs/read-bytes.ts";

/** Of one file; a file that is wrong throughout needs no more. */
const MOST_OF_A_FILE = 20;

/** @param mistakes Gets all that is wrong with it. @returns undefined if anything is. */
export async function readTreeFile<Output>(
  path: string,
  schema: z.ZodType<Output>,
  mistakes: Mistake[],
): Promise<Output | undefined> {
  const bytes = await readBytes(path);
  if (typeof bytes === "string") {
    mistakes.push({ what: "the file cannot be read", where: path, expected: "a JSON file", received: bytes });
    return undefined;
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const received = "bytes that are no UTF-8, or a file too large to be read";
    mistakes.push({ what: "the file cannot be read", where: path, expected: "JSON in UTF-8", received });
    return undefined;
  }
  const parsed = parseJson(text);
  if (parsed.problem !== null) {
    mistakes.push({ what: "the file is no JSON", where: path, expected: "complete JSON", ...parsed.problem });
    return undefined;
  }
  const { data, error } = schema.safeParse(parsed.value);
  if (error === undefined) return data;
  const problems = problemsOf(error, parsed.value, path, schema);
  mistakes.push(...problems.slice(0, MOST_OF_A_FILE));
  if (problems.length > MOST_OF_A_FILE)
    mistakes.push(`${path}: … and ${problems.length - MOST_OF_A_FILE} more.`);
  return undefined;
}
