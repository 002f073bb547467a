/** The boundary of an atlas and of a command: whatever was thrown becomes a message of the usual form. */
import { stripVTControlCharacters } from "node:util";
import { FaultError, MachineError, UserError, type Problem } from "../errors.ts";
import { REPORT_TO, writeReport, type Place } from "./fault-report.ts";
import { describeLibrary, libraryOf, loadProblem } from "./library-problem.ts";
import { isStackOverflow, memoryProblem } from "./memory-problem.ts";
import { systemProblem } from "./system-problem.ts";

/** A chain of causes that is longer is a circle. */
const MOST_CAUSES = 8;

/**
 * What was thrown as an error that can be told. Mistakes of the author stay as they are; what the machine or a library
 * refuses is told with what to do about it; all else is a fault of Headland, and its details are written to a file.
 */
export function asUserError(thrown: unknown, place: Place): UserError {
  if (thrown instanceof UserError) return thrown;
  const causes = causesOf(thrown);
  const known = causes.find((cause) => cause instanceof UserError);
  if (known instanceof UserError) return known;
  for (const cause of causes) {
    // Libraries first: what is missing of them is no file that an author has misplaced.
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
  // "Build failed with 1 error:" says nothing without what follows.
  return (first.endsWith(":") ? `${first} ${second}` : first).slice(0, 400).replace(/\.$/, "");
}

/** The error, what it was caused by, and the errors that it collects. */
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
