/** Recognizes the loss of files that Headland stores for itself and can make again. */

/** The file is gone, something else is in its place, or the disk cannot read it. */
const LOST = ["ENOENT", "ENOTDIR", "EISDIR", "ELOOP", "EIO"];

/** Whether an error means that a stored file is gone. */
export function isLostFile(error: unknown): boolean {
  return error instanceof Error && LOST.includes((error as NodeJS.ErrnoException).code ?? "");
}
