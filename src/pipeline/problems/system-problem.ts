/** Describes errors of the operating system, by their code, in the form in which Headland reports all problems. */
import { getSystemErrorMap } from "node:util";
import type { Problem } from "../errors.ts";
import { meaningOf } from "./system-codes.ts";

/** The system's description of a failed call. */
interface SystemFailure {
  /** E.g. `ENOSPC`. */
  readonly code: string;
  /** In the system's words, e.g. `no space left on device`. */
  readonly text: string;
  /** The call, e.g. `open`. */
  readonly call?: string;
  readonly path?: string;
  /** The destination of a file that was to be moved or linked. */
  readonly dest?: string;
}

const TEXTS: ReadonlyMap<string, string> = new Map([...getSystemErrorMap().values()]);
/** `ENOENT: no such file or directory, open 'a.txt'`: an error that passed between threads has only this message. */
const MESSAGE = /^(E[A-Z0-9]+): [^,]*(?:, (\w+)(?: '([^']*)'(?: -> '([^']*)')?)?)?/;

/** Undefined if the error is not from the system. @param where The current work, for errors that name no path. */
export function systemProblem(error: unknown, where: string): Problem | undefined {
  const failure = failureOf(error);
  if (failure === undefined) return undefined;
  const { code, text, call, path, dest } = failure;
  const { what, expected, cure } = meaningOf(failure.code) ?? {
    what: "the system refuses a call",
    expected: "a call that succeeds",
  };
  const move = path !== undefined && dest !== undefined ? ` to ${dest}` : "";
  return {
    what,
    where: path ?? dest ?? where,
    expected,
    received: `${code} (${[text, call].filter(Boolean).join(", ")}${move})`,
    ...(cure === undefined ? {} : { cure }),
  };
}

function failureOf(error: unknown): SystemFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path, dest } = error as NodeJS.ErrnoException & { dest?: unknown };
  const [, saidCode, saidCall, saidPath, saidDest] = MESSAGE.exec(error.message) ?? [];
  const known = [code, saidCode].find((each) => each !== undefined && isSystemCode(each));
  if (known === undefined) return undefined;
  return {
    code: known,
    text: TEXTS.get(known) ?? error.message,
    ...named("call", syscall ?? saidCall),
    ...named("path", path ?? saidPath),
    ...named("dest", dest ?? saidDest),
  };
}

function named<Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> {
  return typeof value === "string" && value !== "" ? ({ [key]: value } as Partial<Record<Key, string>>) : {};
}

/** Node's table lacks EDQUOT and other codes. */
function isSystemCode(code: string): boolean {
  return TEXTS.has(code) || meaningOf(code) !== undefined;
}
