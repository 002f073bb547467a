/** Writes the files of an atlas into its folder so that readers never see an incomplete atlas. */
import { rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "../config/folder.ts";
import { atlasFiles } from "#atlas/address.ts";
import { replaceFolder } from "../cache/move-folder.ts";
import { ownName } from "../cache/owner.ts";
import { formatFileList, listedFile, type ListedFile } from "./file-list.ts";
import { jsonFile } from "./json-file.ts";
import { namingPath } from "../problems/name-path.ts";

/** Files below it are read while the atlas is made, and are no part of it. */
export const NOT_PUBLISHED = "not-published/";

/** An atlas under construction: files are added beside the old atlas and replace it all at once. */
export class AtlasWriter {
  readonly #folder: string;
  readonly #files = new Map<string, ListedFile>();
  #nBytes = 0;
  /** The folder of the files until the atlas is published. */
  readonly staging: string;

  private constructor(folder: string, staging: string) {
    this.#folder = folder;
    this.staging = staging;
  }

  /**
   * Starts a new atlas for `folder`, and removes what an interrupted build of this process left behind.
   *
   * @param stagingRoot Outside the published folder, so that nobody sees or copies an unfinished atlas.
   */
  static async start(folder: string, stagingRoot: string): Promise<AtlasWriter> {
    const name = `${basename(dirname(folder))}--${basename(folder)}`;
    const writer = new AtlasWriter(folder, join(stagingRoot, `${name}.new.${await ownName()}`));
    await writer.discard();
    await makeFolder(writer.staging);
    return writer;
  }

  /** Size of the added files, without those that are not published. */
  get nBytes(): number {
    return this.#nBytes;
  }

  /** Adds a file by its path inside the atlas. */
  async add(file: string, content: Uint8Array | string): Promise<void> {
    const path = join(this.staging, file);
    await makeFolder(dirname(path));
    await namingPath(path, () => writeFile(path, content));
    if (file.startsWith(NOT_PUBLISHED)) return;
    this.#files.set(file, listedFile(content));
    this.#nBytes += content.length;
  }

  /** Adds several files, one after the other. */
  async addAll(files: Iterable<readonly [file: string, content: Uint8Array]>): Promise<void> {
    for (const [file, content] of files) await this.add(file, content);
  }

  /** Adds a JSON file. */
  async addJson(file: string, value: unknown): Promise<void> {
    await this.add(file, jsonFile(value));
  }

  /** Writes the list of the added files, and replaces the old atlas by the new one. */
  async publish(): Promise<void> {
    await rm(join(this.staging, NOT_PUBLISHED), { recursive: true, force: true });
    await writeFile(join(this.staging, atlasFiles.files), formatFileList(this.#files));
    await makeFolder(dirname(this.#folder));
    await replaceFolder(this.staging, this.#folder);
  }

  /** Removes the written files; the old atlas stays. */
  async discard(): Promise<void> {
    await rm(this.staging, { recursive: true, force: true });
    await rm(`${this.staging}-old`, { recursive: true, force: true });
  }
}
