/** Stage 1 for vectors: a file, or a folder → the files that will be read. Nothing else is: there is no model. */
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";
import { listSome } from "#atlas/list-some.ts";
import { VECTOR_ENDINGS } from "#atlas/tokens/source-text.ts";
import { configProblem, type ConfigError } from "../../errors.ts";
import { exists, isHidden } from "../folder.ts";
import { cureOfMissing } from "../local-path.ts";
import { specialKind } from "../regular-file.ts";

export interface VectorFiles {
  readonly folder: string;
  /** Names in the folder, sorted. */
  readonly files: readonly string[];
  /** What is passed over. */
  readonly warnings: readonly string[];
}

export interface VectorSource {
  readonly path: string;
  /** As the author wrote it, and where. */
  readonly said: string;
  readonly where: string;
}

/** @throws {ConfigError} if there is no such file, or it is of another kind. */
export async function vectorFiles({ path, said, where }: VectorSource): Promise<VectorFiles> {
  const expected = `a ${VECTOR_ENDINGS.join(", ")} file, or a folder of them`;
  const problem = (what: string, received = `"${said}"`, cure?: string): ConfigError =>
    configProblem(where, what, expected, received, cure);
  if (!(await exists(path))) throw problem("the file of vectors is missing", undefined, cureOfMissing(path));
  const found = await stat(path);
  const kind = specialKind(found);
  if (kind !== undefined) throw problem("this is no file", `"${said}", ${kind}`);
  if (!found.isDirectory()) {
    if (!isVectors(path)) throw problem("the file is of an unknown kind");
    return { folder: dirname(path), files: [basename(path)], warnings: [] };
  }
  const names = (await readdir(path)).filter((name) => !isHidden(name)).sort();
  const files = names.filter(isVectors);
  if (files.length === 0)
    throw problem("the folder holds no vectors", names.length === 0 ? "an empty folder" : listSome(names));
  const others = names.filter((name) => !isVectors(name));
  const told = `${where}: ${listSome(others)} passed over: no ${VECTOR_ENDINGS.join(", ")} file.`;
  return { folder: path, files, warnings: others.length === 0 ? [] : [told] };
}

function isVectors(path: string): boolean {
  return VECTOR_ENDINGS.some((ending) => extname(path).toLowerCase() === ending);
}
