import { shortened, visible } from "./shown-value.ts";

/** An error that a command prints without a stack before it ends with exit code 1. `problems/` converts all other errors to it. */
export class UserError extends Error {
  /** @param problem What is wrong, or its text, where there is one already. */
  constructor(problem: Problem | string, options?: ErrorOptions) {
    super(typeof problem === "string" ? problem : describeProblem(problem), options);
  }
}

/** A mistake in `content/`, a flag or a dataset. */
export class ConfigError extends UserError {
  override name = "ConfigError";
}

/** A model file cannot be read, or holds no attention that can be shown. */
export class ModelError extends UserError {
  override name = "ModelError";
}

/** ONNX files are not understood, but the model has weights that can be read instead. */
export class GraphError extends ModelError {
  override name = "GraphError";
}

/** A problem of the machine: a disk, a permission, memory, a library that does not load. */
export class MachineError extends UserError {
  override name = "MachineError";
}

/** A bug in Headland or in a library that it uses. The cause is the original error. */
export class FaultError extends UserError {
  override name = "FaultError";
}

/** The parts of an error message, in this order. */
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
  return new ConfigError({ what, where, expected, received, ...(cure === undefined ? {} : { cure }) });
}

/** The most mistakes that are listed; the rest is counted. */
const MOST_TOLD = 100;

/** One of several: what is wrong, or its text, where there is one already. */
export type Mistake = Problem | string;

/** @throws {ConfigError} with all mistakes, if there are any. */
export function expectNone(mistakes: readonly Mistake[]): void {
  if (mistakes.length > 0) throw mistakesError(mistakes);
}

/** All mistakes as one error, however many there are. */
export function mistakesError(mistakes: readonly Mistake[]): ConfigError {
  return new ConfigError(describeMistakes(mistakes));
}

/** The same for the files of a model. */
export function modelMistakes(mistakes: readonly Mistake[]): ModelError {
  return new ModelError(describeMistakes(mistakes));
}

function describeMistakes(mistakes: readonly Mistake[]): string {
  const nLeft = mistakes.length - MOST_TOLD;
  const first = mistakes.slice(0, MOST_TOLD);
  const texts = first.map((mistake) => (typeof mistake === "string" ? mistake : describeProblem(mistake)));
  return [...texts, ...(nLeft > 0 ? [`… and ${nLeft} more.`] : [])].join("\n");
}
