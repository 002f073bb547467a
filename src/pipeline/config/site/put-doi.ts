/** Puts a DOI into the files in which a project says how it is cited. */
import { readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { configProblem } from "../../errors.ts";
import { makeFolder } from "../folder.ts";
import { withDoi } from "./doi-line.ts";
import { siteFile } from "./load-site.ts";

export interface PutDoi {
  /** Files that say it now, as messages name them. */
  readonly changed: readonly string[];
  /** Files that said so before. */
  readonly same: readonly string[];
}

interface Edit {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly before: string | undefined;
}

/**
 * Changes `content/site.yaml`, and `CITATION.cff` if there is one: all of them, or none.
 *
 * @param root The project's folder. @param doi Null removes it.
 * @throws {ConfigError} if one of them cannot be changed.
 */
export async function putDoi(root: string, doi: string | null): Promise<PutDoi> {
  const edits: Edit[] = [];
  for (const file of [siteFile(root), join(root, "CITATION.cff")]) {
    const name = relative(root, file).replaceAll("\\", "/");
    const before = await readIfThere(file, name);
    if (before === undefined && (doi === null || file !== siteFile(root))) continue;
    // What links to another file stays a link.
    const path = before === undefined ? file : await realpath(file);
    edits.push({ name, path, before, text: withDoi(before ?? "", doi, name) });
  }
  const changed = edits.filter(({ text, before }) => text !== before);
  await writeAll(changed);
  return {
    changed: changed.map(({ name }) => name),
    same: edits.filter((edit) => !changed.includes(edit)).map(({ name }) => name),
  };
}

async function readIfThere(path: string, name: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  try {
    // Its mark of the encoding stays, too.
    return bytes && new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw configProblem(name, "this is no text in UTF-8", "UTF-8", "other bytes", "Save the file as UTF-8.");
  }
}

/** Each file is there with its old or its new content at any time. */
async function writeAll(edits: readonly Edit[]): Promise<void> {
  const news = edits.map(({ path, text }) => ({ path, text, temporary: `${path}.${process.pid}.new` }));
  try {
    for (const { path, text, temporary } of news) {
      await makeFolder(dirname(path));
      const mode = await stat(path).then(
        (found) => found.mode,
        () => undefined,
      );
      await writeFile(temporary, text, { flush: true, ...(mode === undefined ? {} : { mode }) });
    }
    for (const { path, temporary } of news) await rename(temporary, path);
  } finally {
    for (const { temporary } of news) await rm(temporary, { force: true });
  }
}
