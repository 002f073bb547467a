/** Adds the path to system errors that lack it: a failed write to an open file does not name the file. */

/** Runs a function, and adds this path to a system error that names none. */
export async function namingPath<Result>(path: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw withPath(error, path);
  }
}

/** The same error with the path. Errors that are not from the system stay as they are. */
export function withPath(error: unknown, path: string): unknown {
  if (error instanceof Error) {
    const failed = error as NodeJS.ErrnoException;
    if (/^E[A-Z0-9]+$/.test(failed.code ?? "") && failed.path === undefined) failed.path = path;
  }
  return error;
}
