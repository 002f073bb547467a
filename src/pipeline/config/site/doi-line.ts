/** Changes the DOI in a YAML file that a person wrote, and no other byte of it. */
import { isDeepStrictEqual } from "node:util";
import { loadAll, YAMLException } from "js-yaml";
import { configProblem } from "../../errors.ts";

/** The key at the beginning of a line, its value on the same line, and what stands behind that. */
const LINE =
  /^(?<bom>\ufeff?)(?<key>(?:doi|"doi"|'doi')[ \t]*:)(?<gap>[ \t]*)(?<value>"[^"\r\n]*"|'[^'\r\n]*'|[^\s#"'|>&*!][^\r\n]*?)?(?<rest>(?:[ \t]+#[^\r\n]*|[ \t]*))(?<end>\r?\n|$)/m;

/**
 * @param text The whole file.
 * @param doi What it shall say; null for no DOI.
 * @param where How the file is called in messages.
 * @returns The text with the DOI; the same text if it says so already.
 * @throws {ConfigError} if this is no YAML of `key: value` lines, or if its DOI cannot be found on one line.
 */
export function withDoi(text: string, doi: string | null, where: string): string {
  const before = parse(text, where);
  const wanted = new Map(before);
  if (doi === null) wanted.delete("doi");
  else wanted.set("doi", doi);
  if (before.get("doi") === wanted.get("doi") && before.has("doi") === wanted.has("doi")) return text;
  const line = LINE.exec(text);
  const changed = line ? changeLine(text, line, doi) : doi === null ? text : addLine(text, doi);
  // Whatever the file looks like, nothing but the DOI may say something else afterwards.
  if (!isDeepStrictEqual(sorted(ifParsed(changed)), sorted(wanted)))
    throw configProblem(
      where,
      "the DOI cannot be changed without changing more",
      "a line of its own, such as doi: 10.5281/zenodo.1234567",
      line ? JSON.stringify(line[0].trim()) : "a file of another form",
      doi === null ? "Remove it by hand." : `Write it by hand: doi: ${doi}`,
    );
  return changed;
}

function changeLine(text: string, line: RegExpExecArray, doi: string | null): string {
  const { bom = "", key = "", gap = "", value = "", rest = "", end = "" } = line.groups ?? {};
  const [before, after] = [text.slice(0, line.index), text.slice(line.index + line[0].length)];
  if (doi !== null)
    return `${before}${bom}${key}${gap === "" ? " " : gap}${written(doi, value)}${rest}${end}${after}`;
  // The line was added behind a file whose last line had no end.
  return end === "" ? before.replace(/\r?\n$/, bom) : `${before}${bom}${after}`;
}

function addLine(text: string, doi: string): string {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const line = `doi: ${written(doi, "")}`;
  return text === "" || text.endsWith("\n") ? `${text}${line}${end}` : `${text}${end}${line}`;
}

/** In the quotes that the old value had. */
function written(doi: string, old: string): string {
  if (old.startsWith('"')) return JSON.stringify(doi);
  // Plain, a colon at the end would make it a key.
  return old.startsWith("'") || doi.endsWith(":") ? `'${doi.replaceAll("'", "''")}'` : doi;
}

function parse(text: string, where: string): ReadonlyMap<string, unknown> {
  const found = ifParsed(text);
  if (found) return found;
  throw configProblem(where, "this is not YAML", "key: value lines", "something else");
}

/** An empty file says nothing. @returns undefined if the text is not one map. */
function ifParsed(text: string): ReadonlyMap<string, unknown> | undefined {
  let documents: readonly unknown[];
  try {
    documents = loadAll(text.replace(/^\ufeff/, ""));
  } catch (cause) {
    if (cause instanceof YAMLException) return undefined;
    throw cause;
  }
  const [value = {}, ...others] = documents;
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap && others.length === 0 ? new Map(Object.entries(value)) : undefined;
}

function sorted(map: ReadonlyMap<string, unknown> | undefined): unknown {
  return map && [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
