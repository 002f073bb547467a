import { shortened, visible } from "./shown-value.ts";

/** What a command tells as text, without a stack, and ends with exit code 1. Any other error becomes one in `problems/`. */
export class UserError extends Error {}

/** Something in `content/`, a flag or a dataset is not as it must be. */
export class ConfigError extends UserError {
  override name = "ConfigError";
}

/** A model file cannot be read, or holds no attention that can be shown. */
export class ModelError extends UserError {
  override name = "ModelError";
}

/** The machine does not do what is asked of it: a disk, a permission, the memory, a library that does not load. */
export class MachineError extends UserError {
  override name = "MachineError";
}

/** Headland itself, or a library that it uses, has a fault. The cause is what was thrown. */
export class FaultError extends UserError {
  override name = "FaultError";
}

/** What a good message says, in this order. */
export interface Problem {
  /** What is wrong, e.g. `The model folder is missing`. */
  readonly what: string;
  /** File, and key path or head, e.g. `content/models/gpt2.yaml, source`. */
  readonly where: string;
  readonly expected: string;
  readonly received: string;
  /** What to do about it. */
  readonly cure?: string;
}

/** A key, a name or a path may be as long as a file. */
const MOST_LETTERS = 1000;

/** One problem in the one form in which Headland reports them. */
export function describeProblem(problem: Problem): string {
  const [where, what, expected, received] = [
    problem.where,
    problem.what,
    problem.expected,
    problem.received,
  ].map((part) => shortened(part, MOST_LETTERS).replace(/\n+/g, " "));
  const cure = problem.cure === undefined ? "" : `\n  ${shortened(problem.cure, MOST_LETTERS)}`;
  return visible(`${where}: ${what}: expected ${expected}, received ${received}.${cure}`);
}

/** A mistake of the author, in that form. */
export function configProblem(
  where: string,
  what: string,
  expected: string,
  received: string,
  cure?: string,
): ConfigError {
  return new ConfigError(
    describeProblem({ what, where, expected, received, ...(cure === undefined ? {} : { cure }) }),
  );
}

/** More than these nobody reads; the rest is counted. */
const MOST_TOLD = 100;

/** @throws {ConfigError} with all mistakes, if there are any. */
export function expectNone(mistakes: readonly string[]): void {
  if (mistakes.length > 0) throw mistakesError(mistakes);
}

/** All mistakes as one error, however many there are. */
export function mistakesError(mistakes: readonly string[]): ConfigError {
  const nLeft = mistakes.length - MOST_TOLD;
  const told = [...mistakes.slice(0, MOST_TOLD), ...(nLeft > 0 ? [`… and ${nLeft} more.`] : [])];
  return new ConfigError(told.join("\n"));
}
