/** The error boundary of atlases and commands: turns anything that was thrown into a message in the usual form. */
import { stripVTControlCharacters } from "node:util";
import { FaultError, MachineError, UserError, type Problem } from "../errors.ts";
import { REPORT_TO, writeReport, type Place } from "./fault-report.ts";
import { describeLibrary, libraryOf, loadProblem } from "./library-problem.ts";
import { isStackOverflow, memoryProblem } from "./memory-problem.ts";
import { systemProblem } from "./system-problem.ts";

/** A longer chain of causes is a cycle. */
const MOST_CAUSES = 8;

/**
 * An error for the user. Mistakes of the author stay as they are. A refusal by the machine or a library becomes a message
 * that says what to do. Anything else is a bug in Headland, and its details are written to a file.
 */
export function asUserError(thrown: unknown, place: Place): UserError {
  if (thrown instanceof UserError) return thrown;
  const causes = causesOf(thrown);
  const known = causes.find((cause) => cause instanceof UserError);
  if (known instanceof UserError) return known;
  for (const cause of causes) {
    // Libraries come first, because their missing files are not files that an author has misplaced.
    const problem =
      loadProblem(cause) ?? memoryProblem(cause, place.name) ?? systemProblem(cause, place.name);
    if (problem !== undefined) return new MachineError(problem, { cause: thrown });
  }
  return new FaultError(faultProblem(thrown, place), { cause: thrown });
}

function faultProblem(thrown: unknown, place: Place): Problem {
  const { name } = place;
  const library = thrown instanceof Error ? libraryOf(thrown) : undefined;
  return {
    what: isStackOverflow(thrown)
      ? "a step calls itself too often: something is nested too deeply, or Headland has a fault here"
      : library === undefined
        ? "Headland has a fault here"
        : `${describeLibrary(library)} fails, or Headland uses it wrongly`,
    where: name,
    expected: "a step that ends without an error",
    received: firstLine(thrown),
    cure: `${writeReport(thrown, place)} Please report them: ${REPORT_TO}`,
  };
}

function firstLine(thrown: unknown): string {
  const text =
    thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `${typeof thrown} ${String(thrown)}`;
  const lines = stripVTControlCharacters(text).split("\n");
  const [first = "", second = ""] = lines.map((line) => line.trim()).filter((line) => line !== "");
  // "Build failed with 1 error:" means nothing without the next line.
  return (first.endsWith(":") ? `${first} ${second}` : first).slice(0, 400).replace(/\.$/, "");
}

/** The error, its causes, and the errors that it collects. */
function causesOf(thrown: unknown): unknown[] {
  const causes: unknown[] = [thrown];
  for (let i = 0; i < causes.length && causes.length < MOST_CAUSES; i++) {
    const cause = causes[i];
    if (!(cause instanceof Error)) continue;
    if (cause instanceof AggregateError) causes.push(...(cause.errors as unknown[]));
    if (cause.cause !== undefined) causes.push(cause.cause);
  }
  return causes;
}
