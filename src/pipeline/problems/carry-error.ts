/** Moves errors between threads and processes, where an error object would lose its class, code and path. */
import { ConfigError, FaultError, GraphError, MachineError, ModelError, UserError } from "../errors.ts";

/** An error as plain data. */
export interface CarriedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Whether the error can be shown as it is. */
  readonly isUserError: boolean;
  /** Further fields of system errors: code, syscall, path, dest, errno. */
  readonly system: Readonly<Record<string, string | number>>;
  readonly cause: CarriedError | undefined;
}

/** The outcome of a task that another thread ran. */
export type Carried<Result> = { readonly value: Result } | { readonly error: CarriedError };

const CLASSES = { ConfigError, ModelError, GraphError, MachineError, FaultError };
const SYSTEM_KEYS = ["code", "syscall", "path", "dest", "errno"] as const;
const MOST_CAUSES = 8;

/** The task as another thread runs it. It never throws, so no part of an error is lost. */
export function carrying<Task, Result>(
  run: (task: Task) => Promise<Result>,
): (task: Task) => Promise<Carried<Result>> {
  return async (task) => {
    try {
      return { value: await run(task) };
    } catch (error) {
      return { error: packError(error) };
    }
  };
}

/** @throws the error of the task. */
export function delivered<Result>(carried: Carried<Result>): Result {
  if ("error" in carried) throw unpackError(carried.error);
  return carried.value;
}

export function packError(thrown: unknown, depth = 0): CarriedError {
  if (!(thrown instanceof Error)) {
    const said = { name: "Error", message: `${typeof thrown} was thrown: ${String(thrown)}` };
    return { ...said, stack: undefined, isUserError: false, system: {}, cause: undefined };
  }
  const values = SYSTEM_KEYS.map(
    (key) => [key, (thrown as unknown as Record<string, unknown>)[key]] as const,
  );
  return {
    name: thrown.name,
    message: thrown.message,
    stack: thrown.stack,
    isUserError: thrown instanceof UserError,
    system: Object.fromEntries(
      values.flatMap(([key, value]) =>
        typeof value === "string" || typeof value === "number" ? [[key, value]] : [],
      ),
    ),
    cause:
      thrown.cause === undefined || depth >= MOST_CAUSES ? undefined : packError(thrown.cause, depth + 1),
  };
}

/** Restores an error with its class, code, path, stack and causes. */
export function unpackError(carried: CarriedError): Error {
  const { name, message, stack, isUserError, system } = carried;
  const cause = carried.cause === undefined ? {} : { cause: unpackError(carried.cause) };
  const known = Object.entries(CLASSES).find(([each]) => each === name)?.[1];
  const error = isUserError ? new (known ?? UserError)(message, cause) : new Error(message, cause);
  Object.assign(error, system);
  Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  return error;
}
