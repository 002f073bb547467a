/** Where an export goes: a folder or one file, which appears complete or not at all. */
import { open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { replaceFolder } from "../cache/move-folder.ts";
import { nameInTheMaking } from "../cache/owner.ts";
import { exists, makeFolder } from "../config/folder.ts";
import { configProblem } from "../errors.ts";
import { namingPath } from "../problems/name-path.ts";

/** Contents of a file in parts, in order. */
export type Parts = Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

export class ExportTarget {
  readonly #path: string;
  readonly #staging: string;
  readonly #isFile: boolean;
  readonly #files: string[] = [];

  private constructor(path: string, staging: string, isFile: boolean) {
    this.#path = path;
    this.#staging = staging;
    this.#isFile = isFile;
  }

  /**
   * @param path The folder, or the file.
   * @param isForced Whether what is there is replaced.
   * @throws {ConfigError} if something is there, and it is not to be replaced.
   */
  static async open(path: string, isFile: boolean, isForced: boolean): Promise<ExportTarget> {
    const full = resolve(path);
    if (!isForced && (await isTaken(full)))
      throw configProblem(
        `--out ${path}`,
        "something is there already",
        isFile ? "a file that is new" : "a folder that is new or empty",
        "one with content",
        "Choose another place, or add --force to replace it.",
      );
    await makeFolder(dirname(full));
    // Hidden, so that nobody takes an unfinished export for a complete one.
    const staging = join(dirname(full), `.${basename(await nameInTheMaking(full))}`);
    if (!isFile) await makeFolder(staging);
    return new ExportTarget(full, staging, isFile);
  }

  /** Paths of the files inside the folder, in the order in which they were added. */
  get files(): readonly string[] {
    return this.#files;
  }

  /** @param file Its path inside the folder; of no importance where the target is a file. */
  async add(file: string, parts: Parts): Promise<void> {
    const path = this.#isFile ? this.#staging : join(this.#staging, file);
    await makeFolder(dirname(path));
    await namingPath(path, async () => {
      const handle = await open(path, "wx");
      try {
        for await (const part of parts) await handle.writeFile(part);
      } finally {
        await handle.close();
      }
    });
    this.#files.push(file);
  }

  /** Puts what was added into its place. */
  async finish(): Promise<void> {
    if (this.#isFile) await rename(this.#staging, this.#path);
    else await replaceFolder(this.#staging, this.#path);
  }

  async discard(): Promise<void> {
    await rm(this.#staging, { recursive: true, force: true });
  }
}

/** An empty folder is free. */
async function isTaken(path: string): Promise<boolean> {
  if (!(await exists(path))) return false;
  return (await readdir(path).catch(() => ["a file"])).length > 0;
}
