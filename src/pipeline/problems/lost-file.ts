/** Files that Headland has kept for itself, and can make again. */

/** Gone, something else in their place, or on a part of the disk that cannot be read. */
const LOST = ["ENOENT", "ENOTDIR", "EISDIR", "ELOOP", "EIO"];

/** Whether an error says that a file which was kept is not there any more. */
export function isLostFile(error: unknown): boolean {
  return error instanceof Error && LOST.includes((error as NodeJS.ErrnoException).code ?? "");
}
