/** What is done to a process: which of its file operations meets which fault. Travels to it as JSON in its environment. */

export const FAULT_VARIABLE = "CHAOS_FAULT";

export interface Fault {
  /**
   * `kill`: SIGKILL to the process; `error`: the operation fails; `full`: writing fails once so many bytes were written;
   * `exit`, `throw`, `memory`: the thread exits, meets an error that nobody catches, takes memory without end.
   */
  readonly what: "kill" | "error" | "full" | "exit" | "throw" | "memory";
  /** Operations on paths that match, a regular expression; a path to read counts where `reads` is set. */
  readonly on: string;
  readonly reads?: boolean;
  /** The operation that is met, from 0, among those that match; for `full` the bytes that the disk takes. */
  readonly at: number;
  /** How many operations from there on fail; one if not given. */
  readonly count?: number;
  /** Code of the system's error. */
  readonly code?: string;
  /** An operation that writes leaves half of its bytes before it is met. */
  readonly isHalf?: boolean;
  /** Only threads, or only the first thread of a process. */
  readonly where?: "thread" | "main";
  /** A file that grows by a byte for each operation, or for each byte written: all threads and children count together. */
  readonly counter: string;
}

/** Grammar of a system's error, as Node makes it. */
export function systemError(code: string, call: string, path: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`${code}: made by a chaos test, ${call} '${path}'`);
  return Object.assign(error, { code, syscall: call, path, errno: ERRNO[code] ?? -5 });
}

/** As on Linux. */
const ERRNO: Readonly<Record<string, number>> = {
  EIO: -5,
  EACCES: -13,
  EMFILE: -24,
  ENOSPC: -28,
  EROFS: -30,
};
