/** Recognizes errors of the engine that mean that something is too large for this machine, not that the code is wrong. */
import type { Problem } from "../errors.ts";

/** A refused length below this is a mistake in counting. */
const LARGE = 1e6;

const NO_MEMORY =
  /Array buffer allocation failed|Maximum memory size exceeded|could not allocate memory|out of memory|bad_alloc|failed to allocate|reaching memory limit/i;
const TOO_LONG =
  /Invalid string length|Cannot create a string longer|Set maximum size exceeded|Map maximum size exceeded/;
const CODES = ["ERR_WORKER_OUT_OF_MEMORY", "ERR_MEMORY_ALLOCATION_FAILED"];
const LENGTH_CODES = ["ERR_STRING_TOO_LONG", "ERR_FS_FILE_TOO_LARGE", "ERR_BUFFER_TOO_LARGE"];

const CURE =
  "Close other programs, let fewer threads work (--workers 1), or show fewer points: limit in the dataset's YAML.";

/** Undefined for other errors. */
export function memoryProblem(error: unknown, where: string): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  const { code = "" } = error as NodeJS.ErrnoException;
  const received = message.split("\n")[0] ?? "";
  if (CODES.includes(code) || NO_MEMORY.test(message) || isLargeLength(message))
    return {
      what: "there is not enough memory",
      where,
      expected: "memory for the next step",
      received,
      cure: CURE,
    };
  if (LENGTH_CODES.includes(code) || TOO_LONG.test(message))
    return {
      what: "a file or text is too large to be read at once",
      where,
      expected: "a smaller one",
      received,
      cure: "Split the file, or show fewer points: limit in the dataset's YAML.",
    };
  return undefined;
}

function isLargeLength(message: string): boolean {
  const length = /Invalid typed array length: (\d+)$/.exec(message)?.[1];
  return length !== undefined && Number(length) >= LARGE;
}

/** Whether the call stack overflowed, because of a bug or of input that is nested without end. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && error.message.includes("Maximum call stack size exceeded");
}
