/** Gives errors of the system the path that they lack: a write to an open file names none. */

/** Runs; an error of the system that names no path gets this one. */
export async function namingPath<Result>(path: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw withPath(error, path);
  }
}

/** The same error. Others than those of the system stay as they are. */
export function withPath(error: unknown, path: string): unknown {
  if (error instanceof Error) {
    const failed = error as NodeJS.ErrnoException;
    if (/^E[A-Z0-9]+$/.test(failed.code ?? "") && failed.path === undefined) failed.path = path;
  }
  return error;
}
