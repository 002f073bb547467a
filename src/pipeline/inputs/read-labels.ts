/** Reads labels.json beside the pictures or recordings of a dataset. */
import { ConfigError, describeProblem } from "../errors.ts";
import type { TokenLabels } from "./encoded-dataset.ts";
import { readBytes } from "./read-bytes.ts";

/** What labels.json says about one file. */
export interface FileLabels {
  /** Of the whole file. */
  readonly labels: Readonly<Record<string, string>>;
  /** A text or a number per token. */
  readonly tokenLabels: TokenLabels;
}

/**
 * Labels by file name; entries for files that are not there (or lie elsewhere) are never looked up.
 *
 * @throws {ConfigError} if the file is no list of entries that name a file.
 */
export async function readLabels(path: string): Promise<ReadonlyMap<string, FileLabels>> {
  const expected = 'a list such as [{"file": "a.png", "label": "cat"}]';
  const bytes = await readBytes(path);
  if (typeof bytes === "string") throw problem(path, "the labels cannot be read", expected, bytes);
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw problem(path, "the labels cannot be read", expected, error.message);
  }
  if (!Array.isArray(json)) throw problem(path, "the labels cannot be read", expected, typeof json);
  const labels = new Map<string, FileLabels>();
  for (const entry of json as unknown[]) {
    const { file, ...rest } = (entry ?? {}) as Record<string, unknown>;
    if (typeof file !== "string")
      throw problem(path, "an entry names no file", expected, JSON.stringify(entry));
    const texts = Object.entries(rest).filter(([, value]) => isPlain(value));
    const perToken = Object.entries(rest).filter((pair): pair is [string, string[] | number[]] =>
      isLabelPerToken(pair[1]),
    );
    labels.set(file, {
      labels: Object.fromEntries(texts.map(([key, value]) => [key, String(value)])),
      tokenLabels: Object.fromEntries(perToken),
    });
  }
  return labels;
}

function isPlain(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isLabelPerToken(value: unknown): value is string[] | number[] {
  if (!Array.isArray(value)) return false;
  return value.every((entry) => Number.isFinite(entry)) || value.every((entry) => typeof entry === "string");
}

function problem(where: string, what: string, expected: string, received: string): ConfigError {
  return new ConfigError(describeProblem({ what, where, expected, received }));
}
