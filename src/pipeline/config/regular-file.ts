/** Opens regular files only: reading a pipe may block for ever, and a device may return endless bytes. */
import { constants, openSync, statSync, type Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { ConfigError } from "../errors.ts";

/** So that not even what has become a pipe since we looked keeps us waiting. Windows knows no such flag, nor such files. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What a path leads to, in words, if that is neither a file nor a folder. */
export function specialKind(
  stats: Pick<Stats, "isFIFO" | "isSocket" | "isFile" | "isDirectory">,
): string | undefined {
  if (stats.isFile() || stats.isDirectory()) return undefined;
  return stats.isFIFO() ? "a pipe" : stats.isSocket() ? "a socket" : "a device";
}

/** Whether a path leads to something that is neither a file nor a folder. */
export async function isSpecial(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => specialKind(stats) !== undefined,
    () => false,
  );
}

/** @param where How the file is called in messages. @throws {ConfigError} if it is no file; the system's error if it cannot be read. */
export async function readRegularFile(path: string, where = path): Promise<Buffer> {
  expectRegular(await stat(path), where);
  return readFile(path, { flag: READ });
}

/** A descriptor to read from, to be closed. @throws as `readRegularFile`. */
export function openRegularFile(path: string): number {
  expectRegular(statSync(path), path);
  return openSync(path, READ);
}

function expectRegular(stats: Stats, where: string): void {
  const received = specialKind(stats);
  if (received === undefined) return;
  const cure = "Put a file in its place; a link to one will do.";
  throw new ConfigError({ what: "this is no file", where, expected: "a file", received, cure });
}
