/** Writes the details of a bug to a file, enough to find it, so that they need not fill the screen. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import packageJson from "../../../package.json" with { type: "json" };

/** Where an error was thrown. */
export interface Place {
  /** The current work as messages name it, e.g. `tiny-gpt/stories`. */
  readonly name: string;
  /** The folder below which the details of bugs are stored, e.g. `.headland`; if undefined, they are not stored. */
  readonly workFolder?: string;
}

/** Where users can report bugs. */
export const REPORT_TO = packageJson.bugs;

const ASK = "The same command with --verbose shows the details.";

/** Writes the details of a bug. @returns A sentence that says where they are. */
export function writeReport(thrown: unknown, { name, workFolder }: Place): string {
  if (workFolder === undefined) return ASK;
  const folder = join(workFolder, "faults");
  const file = join(folder, `${name.replaceAll(/[^\w.-]+/g, "--")}.txt`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, reportOf(thrown, name));
    return `The details are in ${file}.`;
  } catch {
    // If the report cannot be written, the error itself must still be shown.
    return ASK;
  }
}

/** Versions, the command, and the error with its stack and causes. */
function reportOf(thrown: unknown, name: string): string {
  return [
    `Headland ${packageJson.version}, Node ${process.version}, ${process.platform} ${process.arch}`,
    `Command: ${process.argv.slice(1).join(" ")}`,
    `In work: ${name}`,
    "",
    detailsOf(thrown),
    "",
  ].join("\n");
}

/** An error with its stack and its causes. */
export function detailsOf(thrown: unknown): string {
  return inspect(thrown, { depth: 8, breakLength: 120 });
}
